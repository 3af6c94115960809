import { expect, test } from 'vitest'
import { idempotencyLimits, ReplyBook } from './reply-book.js'

test('only so many replies are kept: the newest', async () => {
  const book = new ReplyBook({ now: () => 0 })
  for (let count = 0; count <= idempotencyLimits.maxReplies; count++) {
    const claim = await book.claim(`token ${count}`, 'request')
    if (claim.type === 'run') claim.settle({ status: 201, body: `reply ${count}` })
  }
  expect(await book.claim('token 0', 'request')).toMatchObject({ type: 'run' })
  expect(await book.claim(`token ${idempotencyLimits.maxReplies}`, 'request')).toMatchObject({ type: 'replay' })
})

test('when the request that was waited for fails, one of those that waited runs, and the rest have its reply', async () => {
  const book = new ReplyBook({ now: () => 0 })
  const first = await book.claim('token', 'request')
  const others = [book.claim('token', 'request'), book.claim('token', 'request')]
  if (first.type === 'run') first.settle(undefined)
  const second = await others[0]
  if (second?.type !== 'run') throw new Error('the second request does not run')
  second.settle({ status: 201, body: 'done' })
  expect(await others[1]).toEqual({ type: 'replay', reply: { status: 201, body: 'done' } })
})
