import type { AccountSid } from '@ringdown/protocol'
import type { RevocableToken, TokenRevocation } from '../account/token-revocation.js'
import type { Page, PageRequest } from './page.js'

/** Revocations of tokens as they are kept. */
export interface TokenRevocationStore {
  /** Keep a revocation. One for the same id or name is made to refuse more, for longer, and never less. */
  revoke(revocation: TokenRevocation): Promise<void>
  /** Those that could concern a token: of its id, or of one of its client names. */
  concerning(
    accountSid: AccountSid,
    token: Pick<RevocableToken, 'tokenId' | 'clientNames'>,
  ): Promise<readonly TokenRevocation[]>
  /** Newest first, by when each was made first. */
  list(accountSid: AccountSid, page: PageRequest): Promise<Page<TokenRevocation>>
  /** Forget those whose time is over; returns how many. */
  prune(nowSeconds: number): Promise<number>
}
