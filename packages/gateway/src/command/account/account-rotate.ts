import type { Account } from '../../account/account.js'
import { rotateAuthToken, type RotationStep, rotationSteps } from '../../account/rotate-auth-token.js'
import { serialiseAccount } from '../../rest/serialise/serialise-account.js'
import { refusal, usageError } from '../command-error.js'
import { defineCommand } from '../define-command.js'
import { findAccountBySid } from '../find-account.js'
import { jsonOption } from '../input/store-options.js'
import { answer } from '../output/answer.js'
import { withStore } from '../with-store.js'
import { formatAccount } from './format-account.js'

const stepOptions = {
  start: { text: 'make a secondary auth token and show it; both are accepted from now on' },
  promote: {
    text: 'make it the primary one, which signs webhooks; the old one becomes the secondary, and is still accepted',
  },
  remove: { text: 'remove the secondary auth token: what it signed is refused from now on' },
} as const satisfies Record<RotationStep, unknown>

/** Replace an account's auth token, step by step. */
export const accountRotateCommand = defineCommand({
  summary: 'Replace an auth token.',
  details: `Replace the auth token of an account while its devices stay connected:

  1. --start    Give the new auth token to your servers: they issue tokens with
                it, and accept webhooks that either one signed.
  2. --promote  Webhooks are signed with the new one. Tokens that the old one
                signed live on.
  3. --remove   Once those have expired, after 24 hours at most. The old one is
                gone.

--remove before --promote calls the rotation off; --promote a second time takes
it back. After a leak take all three steps at once.`,
  operand: '<sid>',
  options: { ...stepOptions, ...jsonOption },
  async run(call) {
    const step = readStep(call.options)
    await withStore(call, async (open) => {
      const account = await findAccountBySid(open, call.operand)
      const tokens = rotateAuthToken(account, step, () => call.ports.ids.secret())
      if (tokens === undefined) throw refusal(20409, whyNot(account, step))
      const changed = (await open.store.accounts.update(account.sid, tokens, call.ports.clock.now())) ?? account
      answer(call, {
        resource: { ...serialiseAccount(changed), secondary_auth_token: changed.secondaryAuthToken },
        text: formatAccount(changed, step === 'start' ? { 'New auth token': changed.secondaryAuthToken } : {}),
        note: whatNext(changed, step),
      })
    })
  },
})

function readStep(options: { readonly [Step in RotationStep]?: boolean }): RotationStep {
  const [step, ...others] = rotationSteps.filter((each) => options[each] === true)
  if (step !== undefined && others.length === 0) return step
  throw usageError('say which step to take: one of --start, --promote and --remove, in this order')
}

function whyNot({ sid }: Account, step: RotationStep): string {
  return step === 'start'
    ? `the account ${sid} has a secondary auth token already: go on with --promote, or remove it with --remove`
    : `the account ${sid} has no secondary auth token: begin with --start`
}

function whatNext({ sid }: Account, step: RotationStep): string {
  const next = (option: RotationStep): string => `ringdown-gateway account rotate ${sid} --${option}`
  const texts: Readonly<Record<RotationStep, string>> = {
    start: `Both auth tokens are accepted; webhooks are still signed with the old one.\nGive the new one to your servers, then:\n  ${next('promote')}`,
    promote: `Webhooks are signed with the new auth token; what the old one signed is still\naccepted. When nothing needs the old one any more:\n  ${next('remove')}`,
    remove: 'There is one auth token again; what the other one signed is refused.',
  }
  return texts[step]
}
