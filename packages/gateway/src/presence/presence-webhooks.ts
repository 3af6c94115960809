import type { AccountSid } from '@ringdown/protocol'
import { findActiveAccount } from '../account/find-active-account.js'
import { formatRfc2822 } from '../call/application/rfc2822.js'
import { webhookEvidence } from '../call/application/webhook-evidence.js'
import type { CallObserver } from '../call/call-observer.js'
import { createNotification, type NotificationDraft } from '../call/notification.js'
import type { Clock } from '../clock.js'
import type { Ids } from '../ids.js'
import type { Store } from '../store/store.js'
import type { WebhookClient } from '../webhook/webhook.js'
import type { PresenceChange, PresenceSource } from './presence-change.js'

/** Bounds of presence webhooks. */
export const presenceWebhookLimits = Object.freeze({
  /** Requests of one account that are under way at a time. */
  maxUnderWay: 4,
  /** Changes of one account that wait for that; further ones are not told. */
  maxWaiting: 1_000,
})

/** What {@link PresenceWebhooks} needs. */
export interface PresenceWebhookPorts {
  readonly clock: Clock
  readonly ids: Ids
  readonly presence: Pick<PresenceSource, 'onChange'>
  readonly store: Pick<Store, 'accounts' | 'presenceWebhooks'>
  readonly webhooks: Pick<WebhookClient, 'request'>
  readonly observer: Pick<CallObserver, 'notification'>
  readonly onFault: (error: unknown) => void
}

/** A change, when it was, and which one of its account it is. */
interface Numbered {
  readonly change: PresenceChange
  readonly at: number
  readonly sequenceNumber: number
}

/** What is to be told to one account. */
interface Queue {
  readonly waiting: Numbered[]
  underWay: number
  nextNumber: number
  isOverflowing: boolean
}

/** Tells accounts' web servers who comes and who goes. Nothing waits for them; what fails becomes a notification. */
export class PresenceWebhooks {
  readonly #ports: PresenceWebhookPorts
  readonly #queues = new Map<AccountSid, Queue>()
  #isStopped = false

  constructor(ports: PresenceWebhookPorts) {
    this.#ports = ports
    ports.presence.onChange((change) => {
      this.#take(change)
    })
  }

  /** Send nothing more, and report nothing of what is under way: the node goes down. */
  stop(): void {
    this.#isStopped = true
    for (const { waiting } of this.#queues.values()) waiting.length = 0
  }

  #take(change: PresenceChange): void {
    const queue = this.#queues.get(change.accountSid) ?? {
      waiting: [],
      underWay: 0,
      nextNumber: 0,
      isOverflowing: false,
    }
    this.#queues.set(change.accountSid, queue)
    const numbered = { change, at: this.#ports.clock.now(), sequenceNumber: queue.nextNumber }
    queue.nextNumber += 1
    if (queue.waiting.length < presenceWebhookLimits.maxWaiting) queue.waiting.push(numbered)
    else this.#reportOverflow(change.accountSid, queue)
    this.#pump(queue)
  }

  #pump(queue: Queue): void {
    while (!this.#isStopped && queue.underWay < presenceWebhookLimits.maxUnderWay) {
      const next = queue.waiting.shift()
      if (next === undefined) {
        queue.isOverflowing = false
        return
      }
      queue.underWay += 1
      void this.#deliver(next)
        .catch((error: unknown) => {
          this.#ports.onFault(error)
        })
        .finally(() => {
          queue.underWay -= 1
          this.#pump(queue)
        })
    }
  }

  async #deliver({ change, at, sequenceNumber }: Numbered): Promise<void> {
    const { store, webhooks } = this.#ports
    const { accountSid, clientName, isAvailable } = change
    const webhook = await store.presenceWebhooks.find(accountSid)
    const account = webhook && (await findActiveAccount(store, accountSid))
    if (webhook === undefined || account === undefined || this.#isStopped) return
    const { url, method } = webhook
    const params = {
      AccountSid: accountSid,
      ClientName: clientName,
      Available: String(isAvailable),
      SequenceNumber: String(sequenceNumber),
      Timestamp: formatRfc2822(at),
    }
    const result = await webhooks.request({ url, method, params, authToken: account.authToken })
    for (const { code, text } of result.remarks) this.#notify({ accountSid, code, text })
    if (result.isOk) return
    const text = `The presence webhook failed. ${result.text}`
    this.#notify({ accountSid, code: result.code, text, ...webhookEvidence({ method, params }, result) })
  }

  /** Once for a run of changes that were not told. */
  #reportOverflow(accountSid: AccountSid, queue: Queue): void {
    if (queue.isOverflowing) return
    queue.isOverflowing = true
    const text = 'The presence webhook answers too slowly: changes were not told, as gaps in SequenceNumber show.'
    this.#notify({ accountSid, code: 15003, text })
  }

  #notify({ accountSid, ...draft }: Omit<NotificationDraft, 'call'> & { readonly accountSid: AccountSid }): void {
    if (this.#isStopped) return
    const call = { accountSid, sid: null }
    this.#ports.observer.notification(createNotification(this.#ports, { call, ...draft }))
  }
}
