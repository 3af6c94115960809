import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../system-clock.js'
import { systemIds } from '../../system-ids.js'
import { browserOffer, connectCallee, connectCaller, mediaContract, MediaEventLog } from '../media.contract.js'
import type { MediaContractSetup } from '../media.contract.js'
import { WeriftDevice } from './werift-device.contract.js'
import { createWeriftMedia } from './werift-media.js'
import type { WeriftMediaOptions } from './werift-media-options.js'

const loopback = '127.0.0.1'
const ports = { clock: systemClock, ids: systemIds }

async function open(
  options: Partial<WeriftMediaOptions> = {},
): Promise<MediaContractSetup & { createDevice(): WeriftDevice }> {
  const udpPortRange = { min: 42_000, max: 44_999 }
  const engine = await createWeriftMedia({ udpPortRange, listenAddresses: [loopback], ...options }, ports)
  onTestFinished(() => engine.close())
  return {
    engine,
    createDevice: () => {
      const device = new WeriftDevice()
      onTestFinished(() => device.close())
      return device
    },
  }
}

mediaContract('werift', () => open())
