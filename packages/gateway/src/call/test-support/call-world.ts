import type { AccountSid, ApplicationSid, ProtocolVersion } from '@ringdown/protocol'
import type { Account } from '../../account/account.js'
import type { Application } from '../../account/application.js'
import { createApplication } from '../../account/create-application.js'
import type { DeviceGrant } from '../../account/device-grant.js'
import { FakeMedia } from '../../media/fake/fake-media.js'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.js'
import type { Store } from '../../store/store.js'
import { systemIds } from '../../system-ids.js'
import { createFakeWebhookClient, type FakeWebhookClient } from '../../webhook/fake/fake-webhook-client.js'
import type { FakeApplication } from '../../webhook/fake/fake-exchange.js'
import { createManualClock, type ManualClock } from '../../webhook/manual-clock.contract.js'
import type { CallLimits, CallPorts } from '../call-ports.js'
import type { CallRecord } from '../call-record.js'
import { CallService } from '../call-service.js'
import { RecordingObserver } from './recording-observer.js'
import { ScriptedDevice } from './scripted-device.js'
import { ScriptedDirectory } from './scripted-directory.js'

/** The account, application and URLs of the tests. */
export const accountSid: AccountSid = `AC${'a'.repeat(32)}`
export const otherAccountSid: AccountSid = `AC${'b'.repeat(32)}`
export const applicationSid: ApplicationSid = `AP${'a'.repeat(32)}`
export const voiceUrl = 'http://app.test/voice'
export const fallbackUrl = 'http://app.test/fallback'
export const actionUrl = 'http://app.test/action'
export const callbackUrl = 'http://app.test/callback'

/** What a test changes in the world that its calls run in. */
export interface CallWorldOptions {
  readonly application?: Partial<Application>
  readonly account?: Partial<Account>
  readonly limits?: Partial<CallLimits>
  /** Put something in front of the store. */
  readonly store?: (store: Store) => CallPorts['store']
  readonly media?: FakeMedia
}

/** Who connects, with what. */
export interface DeviceOptions {
  readonly version?: ProtocolVersion
  readonly grant?: Partial<DeviceGrant>
  readonly reconnectTimeoutSeconds?: number
  /** Whether it is known before it connects: then it is not announced as connected. */
  readonly isSilent?: boolean
}

/** Calls with everything around them: real store and webhook client, media without a network, devices that a test plays. */
export interface CallWorld {
  readonly clock: ManualClock
  readonly store: Store
  readonly media: FakeMedia
  readonly webhooks: FakeWebhookClient
  readonly observer: RecordingObserver
  readonly service: CallService
  /** What the service was made from. */
  readonly ports: CallPorts
  /** What was written and what was sent, in order. */
  readonly journal: readonly string[]
  /** Connect a device that may receive as this name and call out under it. */
  readonly connect: (clientName: string, options?: DeviceOptions) => ScriptedDevice
  /** A device's connection breaks. */
  readonly lose: (device: ScriptedDevice) => void
  /** Answer requests to a URL with the verbs of a document, or as a function says. */
  readonly serve: (url: string, answer: string | FakeApplication) => void
  /** Form parameters of every request to a URL, in order. */
  readonly requestsTo: (url: string) => readonly Readonly<Record<string, string>>[]
  /** Every leg in the store, oldest first. */
  readonly legs: () => Promise<readonly CallRecord[]>
}

const futureSeconds = Date.UTC(2027, 0, 1) / 1000

/** Make a world of its own for one test. */
async function createCallWorld(options: CallWorldOptions): Promise<CallWorld> {
  const clock = createManualClock()
  const { store } = await openSqliteStore({ file: ':memory:' })
  await seed(store, options, clock.now())
  const journal: string[] = []
  const media = options.media ?? new FakeMedia()
  const webhooks = createFakeWebhookClient({ clock, ids: systemIds })
  const observer = new RecordingObserver()
  const devices = new ScriptedDirectory((device, { type }) => journal.push(`${device.id} is sent ${type}`))
  const limits = { graceMs: 30_000, maxCallsPerAccount: 10, maxCallSeconds: 14_400, ...options.limits }
  const keptStore = withJournal(options.store?.(store) ?? store, journal)
  const ports: CallPorts = { clock, ids: systemIds, store: keptStore, media, webhooks, devices, observer, limits }
  const service = new CallService(ports)
  const connect = connector(service, devices)
  return {
    ...{ clock, store, media, webhooks, observer, service, ports, journal, connect },
    lose(device) {
      devices.remove(device.id)
      service.deviceLost(device.id)
    },
    serve(url, answer) {
      const body = `<Response>${String(answer)}</Response>`
      webhooks.serve(url, typeof answer === 'string' ? () => ({ body }) : answer)
    },
    requestsTo: (url) => webhooks.requests.filter((request) => request.url === url).map(({ params }) => params),
    async legs() {
      const { rows } = await store.calls.list(accountSid, {}, { limit: 1_000 })
      return rows.toReversed()
    },
  }
}

/**
 * A test in a world of its own. When the body is done every call is ended, and nothing may be left: no call, no leg
 * that has not ended exactly once, no media, no timer, no fault but those that the body took out of the observer.
 */
export function inWorld(
  body: (world: CallWorld) => Promise<void>,
  options: CallWorldOptions = {},
): () => Promise<void> {
  return async () => {
    const world = await createCallWorld(options)
    await body(world)
    await world.service.endAll()
    await checkNothingIsLeft(world)
    await world.store.close()
  }
}

async function checkNothingIsLeft({ clock, media, observer, service, ...world }: CallWorld): Promise<void> {
  const left: string[] = observer.faults.map((fault) => `fault: ${String(fault)}`)
  if (service.runningCalls > 0) left.push(`${service.runningCalls} calls`)
  if (media.openEndpoints > 0) left.push(`${media.openEndpoints} media endpoints`)
  for (const { sid } of await world.legs()) {
    const ends = observer.eventsOf('ended').filter(({ callSid }) => callSid === sid)
    if (ends.length !== 1) left.push(`leg ${sid} ended ${ends.length} times`)
  }
  // Temporary ids are remembered for a while after a call.
  clock.advance(120_000)
  if (clock.pending > 0) left.push(`${clock.pending} timers`)
  if (left.length > 0) throw new Error(`After the test there is left: ${left.join(', ')}`)
}

function connector(service: CallService, devices: ScriptedDirectory): CallWorld['connect'] {
  const browser = new FakeMedia()
  let connections = 0
  return (clientName, { version = '1.6', grant, reconnectTimeoutSeconds = 0, isSilent = false } = {}) => {
    connections += 1
    const device = new ScriptedDevice(
      service,
      {
        id: `${clientName}-${connections}`,
        grant: { ...grantOf(clientName), ...grant },
        version,
        reconnectTimeoutSeconds,
      },
      browser,
    )
    devices.add(device)
    if (!isSilent) service.deviceConnected(device)
    return device
  }
}

function grantOf(clientName: string): DeviceGrant {
  return {
    accountSid,
    identity: clientName,
    clientNames: [clientName],
    outgoing: { applicationSid, clientName, params: [] },
    eventStreams: [],
    expiresAt: futureSeconds,
    tokenId: undefined,
  }
}

async function seed(store: Store, { account, application }: CallWorldOptions, now: number): Promise<void> {
  for (const sid of [accountSid, otherAccountSid]) {
    await store.accounts.insert({
      sid,
      friendlyName: 'Tests',
      status: 'active',
      authToken: 'primary-auth-token',
      secondaryAuthToken: null,
      ownerAccountSid: sid,
      createdAt: now,
      updatedAt: now,
      ...(sid === accountSid && account),
    })
  }
  const own = { sid: applicationSid, accountSid, friendlyName: 'Tests', voiceUrl, ...application }
  await store.applications.insert(createApplication(own, now))
}

function withJournal(store: CallPorts['store'], journal: string[]): CallPorts['store'] {
  return {
    ...store,
    calls: {
      ...store.calls,
      async insert(call) {
        await store.calls.insert(call)
        journal.push(`${call.direction} leg is kept as ${call.status}`)
      },
      async update(sid, patch, now) {
        const call = await store.calls.update(sid, patch, now)
        journal.push(`${call?.direction ?? 'unknown'} leg is kept as ${String(patch.status)}`)
        return call
      },
    },
  }
}
