import { setTimeout as delay } from 'node:timers/promises'
import { createDtlsCertificate } from '../../packages/gateway/src/media/werift/transport/dtls-certificate.js'
import { createBareDevice } from './bare-device.js'
import { DelayCount, type Delivery } from './delay-count.js'
import type { LoadDevice } from './load-device.js'
import { startPace } from './pace.js'
import type { RelayKind } from './relay.js'
import { createSrtpDevice } from './srtp-device.js'
import { answerParent } from '../harness/worker.js'

/** What can be asked of the load generator. */
export type GeneratorQuestions = {
  /** Make devices for a relay of this kind. */
  readonly introduce: (load: { readonly kind: RelayKind; readonly calls: number }) => Promise<readonly string[]>
  readonly connect: (replies: readonly string[]) => Promise<void>
  /** Begin to talk. */
  readonly talk: () => void
  readonly mark: () => void
  /** Stop talking; the last packets are waited for. */
  readonly report: () => Promise<Delivery>
  readonly close: () => Promise<void>
}

/** More would make a traffic jam of handshakes, which is not what is measured. */
const handshakesAtOnce = 20
/** After this long a packet is lost. */
const patienceMs = 500

const certificate = await createDtlsCertificate()
const count = new DelayCount()
let devices: readonly LoadDevice[] = []
let stopPace: () => void = () => undefined

const questions: GeneratorQuestions = {
  introduce: ({ kind, calls }) => {
    const onPacket = (sentAtMs: number): void => count.countReceived(sentAtMs)
    devices = Array.from({ length: 2 * calls }, (_, place) =>
      kind === 'werift' ? createSrtpDevice(place, certificate, onPacket) : createBareDevice(onPacket),
    )
    return Promise.all(devices.map((device) => device.introduce()))
  },
  connect: async (replies) => {
    for (let first = 0; first < devices.length; first += handshakesAtOnce) {
      const group = devices.slice(first, first + handshakesAtOnce)
      await Promise.all(group.map((device, place) => device.connect(replies[first + place] ?? '')))
    }
  },
  talk: () => {
    const sender = (device: LoadDevice) => (): void => {
      count.countSent()
      device.send()
    }
    stopPace = startPace(devices.map(sender))
  },
  mark: () => count.mark(),
  report: async () => {
    count.stop()
    stopPace()
    await delay(patienceMs)
    return count.delivery()
  },
  close: async () => {
    await Promise.all(devices.map((device) => device.close()))
    devices = []
  },
}

answerParent(questions)
