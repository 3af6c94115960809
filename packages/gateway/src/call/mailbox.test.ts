import { expect, test } from 'vitest'
import { createDeferred } from './deferred.js'
import { createMailbox } from './mailbox.js'

test('tasks run one after another, in the order posted', async () => {
  const mailbox = createMailbox()
  const gate = createDeferred<undefined>()
  const done: string[] = []
  const first = mailbox.post(async () => {
    await gate.promise
    done.push('first')
  })
  const second = mailbox.post(() => {
    done.push('second')
  })
  await Promise.resolve()
  expect(done).toEqual([])
  gate.resolve(undefined)
  await Promise.all([first, second])
  expect(done).toEqual(['first', 'second'])
})

test('a task that fails rejects its own promise and does not hold up the next', async () => {
  const mailbox = createMailbox()
  const failed = mailbox.post(() => Promise.reject(new Error('broken')))
  const next = mailbox.post(() => 'next')
  await expect(failed).rejects.toThrow('broken')
  expect(await next).toBe('next')
})

test('a task may post another one, which waits for it', async () => {
  const mailbox = createMailbox()
  const done: string[] = []
  const outer = mailbox.post(() => {
    const inner = mailbox.post(() => {
      done.push('inner')
    })
    done.push('outer')
    return { inner }
  })
  await (
    await outer
  ).inner
  expect(done).toEqual(['outer', 'inner'])
})
