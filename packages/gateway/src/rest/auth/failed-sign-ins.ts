import type { Clock } from '../../clock.js'
import { rateKeyOf } from '../../rate-key.js'
import { createRateLimiter, type RateLimiter } from '../../rate-limiter.js'

/** How often credentials may be wrong before they are not looked at any more. Of IPv6 a whole /64 is one address. */
export const failedSignInRates = Object.freeze({
  /** From one address, for one account or API key. */
  perName: Object.freeze({ perSecond: 0.5, burst: 10 }),
  /** From one address, whatever they name. */
  perAddress: Object.freeze({ perSecond: 2, burst: 60 }),
})

/** Slows down those who guess. */
export class FailedSignIns {
  readonly #names: RateLimiter
  readonly #addresses: RateLimiter

  constructor({ now }: Pick<Clock, 'now'>) {
    this.#names = createRateLimiter(failedSignInRates.perName, now)
    this.#addresses = createRateLimiter(failedSignInRates.perAddress, now)
  }

  /** Whether there were too many lately, so that not even right credentials are looked at. */
  isBlocked(address: string, username: string): boolean {
    return !this.#names.hasRoom(nameKey(address, username)) || !this.#addresses.hasRoom(rateKeyOf(address))
  }

  /** There was one more. */
  add(address: string, username: string): void {
    this.#names.allow(nameKey(address, username))
    this.#addresses.allow(rateKeyOf(address))
  }
}

// Cut off, since a name that nobody has may be as long as a header.
function nameKey(address: string, username: string): string {
  return `${rateKeyOf(address)} ${username.slice(0, 64)}`
}
