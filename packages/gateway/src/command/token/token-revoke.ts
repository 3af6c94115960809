import { isTokenText, maxTokenIdLength } from '../../account/token-id.js'
import { revokeTokenId } from '../../account/token-revocation.js'
import { usageError } from '../command-error.js'
import { defineCommand } from '../define-command.js'
import { findAccount } from '../find-account.js'
import { accountOption } from '../input/store-options.js'
import { withStore } from '../with-store.js'

/** Refuse the tokens with an id. */
export const tokenRevokeCommand = defineCommand({
  summary: 'Refuse the tokens with an id from now on.',
  details: `Refuse the tokens with an id, their claim jti, from now on. Devices that are
connected with one start no call and are rung no more. They are turned away
within seconds, those in a call once it is over.
ringdown token inspect shows the id of a token.`,
  operand: '<id>',
  options: accountOption,
  async run(call) {
    const id = readTokenId(call.operand)
    await withStore(call, async (open) => {
      const { sid } = await findAccount(open, call.options['account-sid'])
      await open.store.revokedTokens.revoke(revokeTokenId(sid, id, call.ports.clock.now()))
      call.ports.terminal.stdout.write(`revoked the tokens of ${sid} with this id\n`)
    })
  },
})

/** What is refused is not repeated: it may be a token that still lives. */
function readTokenId(text: string): string {
  if (isTokenText(text)) {
    throw usageError('this is a token: give its id alone, which ringdown token inspect shows')
  }
  if (text.length <= maxTokenIdLength) return text
  throw usageError(`a token id has at most ${maxTokenIdLength} characters`)
}
