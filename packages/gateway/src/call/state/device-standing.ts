import type { BranchDevice, Call } from './call.js'
import type { RungDevice } from './call-input.js'

/** Whether a device rings now, for this leg. */
export function isDeviceRinging(call: Call, device: RungDevice): boolean {
  return stateOf(call, device) === 'ringing'
}

/** Whether a device talks now, on this leg. */
export function isDeviceConnected(call: Call, device: RungDevice): boolean {
  return stateOf(call, device) === 'connected'
}

/** Whether a device has answered this leg, and a document runs with it. */
export function isDeviceScreened(call: Call, device: RungDevice): boolean {
  return stateOf(call, device) === 'screened'
}

/** Whether a device has answered this leg, and has it still. */
export function isDeviceAnswered(call: Call, device: RungDevice): boolean {
  return isDeviceConnected(call, device) || isDeviceScreened(call, device)
}

/** Whether a device was among those rung for this leg, whatever became of it. */
export function wasDeviceRung(call: Call, device: RungDevice): boolean {
  return stateOf(call, device) !== undefined
}

function stateOf({ parent, rung, dial }: Call, { callSid, deviceId }: RungDevice): BranchDevice['state'] | undefined {
  const branch = dial?.branches.find(({ leg }) => leg.callSid === callSid)
  const devices = callSid === parent.callSid ? rung : branch?.devices
  return devices?.find((device) => device.deviceId === deviceId)?.state
}
