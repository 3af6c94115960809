import type { Call, Device, TwilioError } from '@twilio/voice-sdk'
import type { PhoneSetup } from './phone-api.js'
import { describeError, type SdkDevice, type SdkError, type SdkListener } from './sdk-device.js'
import { soundUrls } from './sound-urls.js'

declare const Twilio: { readonly Device: typeof Device }

/** The options that point an unmodified `@twilio/voice-sdk` 2.x at a gateway. They are not in its declarations. */
function hostOptions({ host, options }: PhoneSetup): Device.Options {
  // Else the SDK posts insights, and the token with them, to Twilio.
  return { chunderw: host, publishEvents: false, sounds: soundUrls, ...options } as Device.Options
}

/** Start a device of `@twilio/voice-sdk` 2.x. */
export function startVoiceSdkDevice(setup: PhoneSetup, listener: SdkListener): SdkDevice {
  const device = new Twilio.Device(setup.token, hostOptions(setup))
  device.on('registered', () => listener.onEvent('registered'))
  device.on('unregistered', () => listener.onEvent('unregistered'))
  device.on('tokenWillExpire', () => listener.onEvent('token-will-expire'))
  device.on('error', (error: TwilioError.TwilioError) => listener.onEvent('device-error', describeError(error)))
  device.on('incoming', (call: Call) => listener.onIncoming(call))
  const register = (): void => void device.register().catch(reportTo(listener, 'register-failed'))
  if (setup.isReceiving) register()
  return {
    register,
    view: () => ({ edge: device.edge, identity: device.identity, home: device.home }),
    moveTo: (host) => device.updateOptions(hostOptions({ ...setup, host })),
    takeOver: (connectToken) => device.connect({ connectToken }),
    unregister: () => void device.unregister().catch(reportTo(listener, 'unregister-failed')),
    connect: (params) => device.connect({ params: { ...params } }),
    updateToken: (token) => device.updateToken(token),
    disconnectAll: () => device.disconnectAll(),
    destroy: () => device.destroy(),
  }
}

/** Run the preflight test of `@twilio/voice-sdk` 2.x, with a device that takes its sounds from this machine. */
export function runVoiceSdkPreflight(setup: PhoneSetup, { onEvent }: SdkListener): void {
  class GatewayDevice extends Twilio.Device {
    constructor(token: string, options: Device.Options) {
      super(token, { ...options, ...hostOptions(setup) })
    }
  }
  const test = Twilio.Device.runPreflight(setup.token, { deviceFactory: GatewayDevice } as object)
  test.on('sample', () => onEvent('preflight-sample'))
  test.on('connected', () => onEvent('preflight-connected'))
  test.on('completed', (report: object) => onEvent('preflight-completed', { ...report }))
  test.on('failed', (error: SdkError) => onEvent('preflight-failed', describeError(error)))
  test.on('warning', ({ name }: { readonly name: string }) => onEvent('preflight-warning', { name }))
}

function reportTo({ onEvent }: SdkListener, name: string): (error: SdkError) => void {
  return (error) => onEvent(name, describeError(error))
}
