import type { AccountSid } from '@ringdown/protocol'
import type { PresenceWebhook } from '../account/presence-webhook.js'

/** Presence webhooks as they are kept: one for an account. */
export interface PresenceWebhookStore {
  /** Keep a webhook in place of the one that there may be, whose `createdAt` stays; returns it as it is kept. */
  set(webhook: PresenceWebhook): Promise<PresenceWebhook>
  find(accountSid: AccountSid): Promise<PresenceWebhook | undefined>
  delete(accountSid: AccountSid): Promise<boolean>
}
