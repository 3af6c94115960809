import { Ear } from './ear.js'
import type { CallView, PhoneApi, PhoneEvent, PhoneSetup } from './phone-api.js'
import { describeError, type SdkCall, type SdkDevice, type SdkError, type SdkListener } from './sdk-device.js'
import { runTwilioClientPreflight, startTwilioClientDevice } from './twilio-client-device.js'
import { runVoiceSdkPreflight, startVoiceSdkDevice } from './voice-sdk-device.js'

const events: PhoneEvent[] = []
let device: SdkDevice | undefined
let call: SdkCall | undefined
const ear = new Ear(() => call?.getRemoteStream())

function note(name: string, detail: PhoneEvent['detail'] = {}): void {
  events.push({ name, detail })
}

const listener: SdkListener = {
  onEvent: note,
  onIncoming: (incoming) => {
    watch(incoming)
    note('incoming')
  },
}

function watch(next: SdkCall): void {
  call = next
  for (const name of ['accept', 'disconnect', 'cancel', 'reject', 'reconnected', 'transportClose', 'sample'])
    next.on(name, () => note(name))
  next.on('ringing', (hasEarlyMedia) => note('ringing', { hasEarlyMedia }))
  next.on('messageSent', (message) => note('message-sent', { ...(message as object) }))
  next.on('messageReceived', (message) => note('message-received', { ...(message as object) }))
  next.on('mute', (isMuted) => note('mute', { isMuted }))
  next.on('reconnecting', (error) => note('reconnecting', describeError(error as SdkError)))
  next.on('error', (error) => note('call-error', describeError(error as SdkError)))
}

function currentCall(): SdkCall {
  if (call === undefined) throw new Error('The phone has no call')
  return call
}

function currentDevice(): SdkDevice {
  if (device === undefined) throw new Error('The phone has not been started')
  return device
}

async function connect(connecting: Promise<SdkCall> | undefined): Promise<void> {
  try {
    const made = await connecting
    if (made !== undefined) watch(made)
  } catch (error) {
    note('connect-failed', describeError(error as SdkError))
  }
}

function viewOf(shown: SdkCall): CallView {
  const { parameters, customParameters, codec, callerInfo } = shown
  const isCallerVerified = callerInfo?.isVerified
  return { status: shown.status(), parameters, customParameters: [...customParameters], codec, isCallerVerified }
}

const phone: PhoneApi = {
  start(setup: PhoneSetup) {
    const start = setup.sdk === 'twilio-client' ? startTwilioClientDevice : startVoiceSdkDevice
    device = start(setup, listener)
  },
  stop() {
    device?.disconnectAll()
    device?.destroy()
    device = undefined
  },
  register: () => currentDevice().register(),
  unregister: () => currentDevice().unregister(),
  moveTo: (host) => currentDevice().moveTo?.(host),
  call: (params) => connect(currentDevice().connect(params)),
  takeOver: (connectToken) => connect(currentDevice().takeOver?.(connectToken)),
  accept: () => currentCall().accept(),
  reject: () => currentCall().reject(),
  ignore: () => currentCall().ignore(),
  hangUp: () => currentCall().disconnect(),
  mute: (isMuted) => currentCall().mute(isMuted),
  press: (digits) => currentCall().sendDigits(digits),
  sendMessage: (messageType, content) => void currentCall().sendMessage?.({ messageType, content }),
  updateToken: (token) => currentDevice().updateToken(token),
  preflight(setup) {
    const run = setup.sdk === 'twilio-client' ? runTwilioClientPreflight : runVoiceSdkPreflight
    run(setup, listener)
  },
  events: () => events,
  view: () => call && viewOf(call),
  deviceView: () => currentDevice().view(),
  connectToken: () => currentCall().connectToken,
  heard: (withinMs) => ear.heard(withinMs),
}

window.phone = phone
