import type { Connection, Device } from 'twilio-client'
import type { PhoneSetup } from './phone-api.js'
import { describeError, type SdkDevice, type SdkListener } from './sdk-device.js'
import { soundUrls } from './sound-urls.js'

declare const Twilio: { readonly Device: typeof Device }

/** The options that point an unmodified `twilio-client` 1.x at a gateway. */
function hostOptions({ host, options }: PhoneSetup): Device.Options {
  return { chunderw: host, eventgw: host, sounds: soundUrls, ...options }
}

/** Start a device of `twilio-client` 1.x. Without `enableRingingState` it would take the first ringing for the answer. */
export function startTwilioClientDevice(setup: PhoneSetup, listener: SdkListener): SdkDevice {
  const device = new Twilio.Device()
  device.on('ready', () => listener.onEvent('registered'))
  device.on('offline', () => listener.onEvent('unregistered'))
  device.on('error', (error: Device.Error) => listener.onEvent('device-error', describeError(error)))
  device.on('incoming', (connection: Connection) => listener.onIncoming(connection))
  device.setup(setup.token, { enableRingingState: true, ...hostOptions(setup) })
  return {
    register: () => device.registerPresence(),
    view: () => ({ edge: device.edge, region: device.region() }),
    unregister: () => device.unregisterPresence(),
    connect: (params) => Promise.resolve(device.connect({ ...params })),
    updateToken: (token) => device.updateToken(token),
    disconnectAll: () => device.disconnectAll(),
    destroy: () => device.destroy(),
  }
}

/** Run the preflight test of `twilio-client` 1.x, which reaches another host only through a device class. */
export function runTwilioClientPreflight(setup: PhoneSetup, { onEvent }: SdkListener): void {
  class GatewayDevice extends Twilio.Device {
    constructor(token: string, options: Device.Options) {
      super(token, { ...options, ...hostOptions(setup) })
    }
  }
  const test = Twilio.Device.runPreflight(setup.token, { deviceFactory: GatewayDevice } as object)
  test.on('sample', () => onEvent('preflight-sample'))
  test.on('connected', () => onEvent('preflight-connected'))
  test.on('completed', (report: object) => onEvent('preflight-completed', { ...report }))
  test.on('failed', (error: Device.Error) => onEvent('preflight-failed', describeError(error)))
  test.on('warning', (name: string) => onEvent('preflight-warning', { name }))
}
