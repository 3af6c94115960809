import type { Sid } from '@ringdown/protocol'
import { expect, onTestFinished } from 'vitest'
import { aNotification } from '../../store/store-rows.contract.js'
import { enterDevice, type RestDevice } from '../../test-support/rest-device.js'
import type { RestWorld } from './rest-world.js'

/** An account that has one of everything. */
export interface Stock {
  /** Rung by the call. */
  readonly device: RestDevice
  readonly callSid: string
  /** The values of the parameters in a path, such that everything it names is there. */
  readonly valuesOf: (path: string) => Readonly<Record<string, string>>
}

/** Give the account of a world one of everything, and wait until all of it is written. */
export async function stockAccount(world: RestWorld): Promise<Stock> {
  const { account, store, ask } = world
  const root = `/2010-04-01/Accounts/${account.sid}`
  const own = `/ringdown/v1/Accounts/${account.sid}`
  const make = async (path: string, form: Readonly<Record<string, string>>): Promise<string> => {
    const { status, json } = await ask(path, { method: 'POST', form })
    expect(status, path).toBeLessThan(300)
    return (json as { readonly sid?: string }).sid ?? ''
  }
  const device = await enterDevice(world, 'bob')
  const callSid = await ring(world, device)
  const call = `${root}/Calls/${callSid}`
  const notification = aNotification({
    ...{ sid: `NO${'f'.repeat(32)}`, accountSid: account.sid, callSid: callSid as Sid<'CA'> },
  })
  await store.notifications.insert(notification)
  const key = await make(`${root}/Keys.json`, { FriendlyName: 'Phones' })
  const sids: Readonly<Record<string, string>> = {
    Applications: await make(`${root}/Applications.json`, { VoiceUrl: 'https://app.example/voice' }),
    IncomingPhoneNumbers: await make(`${root}/IncomingPhoneNumbers.json`, { PhoneNumber: '+15551234567' }),
    ...{ Calls: callSid, Keys: key, SigningKeys: key, Notifications: notification.sid },
    UserDefinedMessageSubscriptions: await make(`${call}/UserDefinedMessageSubscriptions.json`, {
      Callback: 'https://app.example/messages',
    }),
  }
  await make(`${own}/PresenceWebhook`, { Url: 'http://127.0.0.1:1/presence' })
  await make(`${own}/TokenRevocations`, { TokenId: 'lost' })
  const { devices } = (await ask(`${own}/Devices`)).json as { readonly devices: readonly { readonly id: string }[] }
  const fixed = { AccountSid: account.sid, CallSid: callSid, DeviceId: devices[0]?.id ?? '' }
  return {
    ...{ device, callSid },
    valuesOf: (path) => ({ ...fixed, Sid: sids[/(\w+)\/\{Sid\}/.exec(path)?.[1] ?? ''] ?? '' }),
  }
}

/** Make a call that rings until the test is over. */
async function ring({ account, clients, store, ask }: RestWorld, device: RestDevice): Promise<string> {
  const { sid } = await clients[6].calls.create({ to: 'client:bob', from: 'client:shop', twiml: '<Response/>' })
  onTestFinished(async () => {
    // A gateway waits for its calls before it closes.
    const path = `/2010-04-01/Accounts/${account.sid}/Calls/${sid}.json`
    await ask(path, { method: 'POST', form: { Status: 'completed' } })
  })
  await device.next('invite')
  // The last that is written of a call that rings.
  await expect
    .poll(async () => (await store.callEvents.list(sid as Sid<'CA'>, {}, { limit: 50 })).rows, { timeout: 10_000 })
    .toContainEqual(expect.objectContaining({ kind: 'status', name: 'ringing' }))
  return sid
}
