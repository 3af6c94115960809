import type { Account } from '../account/account.js'
import type { Application } from '../account/application.js'
import { createApplication } from '../account/create-application.js'
import type { Clock } from '../clock.js'
import type { Ids } from '../ids.js'
import type { Store } from '../store/store.js'

/** The name of the application that the development mode answers itself. */
const demoApplicationName = 'Ringdown demo'

/** Find the demo application of an account, or make it, and point it at this process. */
export async function ensureDemoApplication(
  { store, ids, clock }: { readonly store: Store; readonly ids: Ids; readonly clock: Clock },
  { sid: accountSid }: Account,
  voiceUrl: string,
): Promise<Application> {
  const now = clock.now()
  const {
    rows: [known],
  } = await store.applications.list(accountSid, { friendlyName: demoApplicationName }, { limit: 1 })
  const updated = known && (await store.applications.update(accountSid, known.sid, { voiceUrl }, now))
  if (updated !== undefined) return updated
  const application = createApplication(
    { sid: ids.sid('AP'), accountSid, friendlyName: demoApplicationName, voiceUrl },
    now,
  )
  await store.applications.insert(application)
  return application
}
