import {
  type ClientInvitePayload,
  type CustomParameter,
  customParameterBytes,
  decodeOutgoingParams,
  type ErrorCode,
  protocolLimits,
} from '@ringdown/protocol'
import type { Account } from '../account/account.js'
import type { Application } from '../account/application.js'
import type { DeviceGrant } from '../account/device-grant.js'
import type { CallPorts } from './call-ports.js'
import type { Device } from './device-directory.js'

/** A call that a device may make. */
export interface PermittedCall {
  readonly account: Account
  readonly application: Application
  /** `client:<name>`. */
  readonly from: string
  readonly deviceParams: readonly CustomParameter[]
  readonly signedParams: readonly CustomParameter[]
}

/** A call that a device may make, or the error that it is told. */
export type CallPermission =
  { readonly isOk: true; readonly call: PermittedCall } | { readonly isOk: false; readonly error: ErrorCode }

type Outgoing = NonNullable<DeviceGrant['outgoing']>

/**
 * Decide, at this moment, whether a device may start a call: its token still lives and lets it call out, its
 * parameters are within bounds, and the account and the application that the token names are there.
 */
export async function permitCall(
  ports: Pick<CallPorts, 'clock' | 'store'>,
  { grant }: Device,
  invite: ClientInvitePayload,
): Promise<CallPermission> {
  if (grant.expiresAt * 1000 <= ports.clock.now()) return refuse(31205)
  if (grant.outgoing === undefined) return refuse(31002)
  const deviceParams = decodeOutgoingParams(invite.twilio.params ?? '')
  if (customParameterBytes(deviceParams) > protocolLimits.maxCustomParameterBytes) return refuse(31103)
  return findApplication(ports, grant, grant.outgoing, deviceParams)
}

async function findApplication(
  { store }: Pick<CallPorts, 'store'>,
  { accountSid }: DeviceGrant,
  { applicationSid, clientName, params }: Outgoing,
  deviceParams: readonly CustomParameter[],
): Promise<CallPermission> {
  const application = await store.applications.find(accountSid, applicationSid)
  // Last, so that a call is counted in before anyone who suspends the account ends its calls.
  const account = await store.accounts.find(accountSid)
  if (account?.status !== 'active') return refuse(31203)
  if (application === undefined) return refuse(31001)
  const from = `client:${clientName ?? 'Anonymous'}`
  return { isOk: true, call: { account, application, from, deviceParams, signedParams: params } }
}

function refuse(error: ErrorCode): CallPermission {
  return { isOk: false, error }
}
