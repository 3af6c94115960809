import type { Account } from './account.js'

/**
 * The steps of a rotation, in order.
 *
 * - `start`: a new auth token stands beside the primary one, as the secondary; both are accepted.
 * - `promote`: the two change places, so that the new one signs webhooks; what the old one signed is still accepted.
 * - `remove`: the secondary one goes, and with it all that it signed. Before `promote` this calls the rotation off.
 */
export const rotationSteps = ['start', 'promote', 'remove'] as const

/** One of {@link rotationSteps}. */
export type RotationStep = (typeof rotationSteps)[number]

/** The auth tokens of an account. */
export type AuthTokens = Pick<Account, 'authToken' | 'secondaryAuthToken'>

/**
 * Go one step in a rotation.
 *
 * @param createToken - makes the new auth token
 * @returns the auth tokens from now on; undefined if the step cannot be taken now: `start` needs that there is no
 * secondary auth token, the others that there is one
 */
export function rotateAuthToken(
  { authToken, secondaryAuthToken }: AuthTokens,
  step: RotationStep,
  createToken: () => string,
): AuthTokens | undefined {
  if (step === 'start')
    return secondaryAuthToken === null ? { authToken, secondaryAuthToken: createToken() } : undefined
  if (secondaryAuthToken === null) return undefined
  return step === 'promote'
    ? { authToken: secondaryAuthToken, secondaryAuthToken: authToken }
    : { authToken, secondaryAuthToken: null }
}
