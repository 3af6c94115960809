import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isFinal } from '@ringdown/protocol'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { migrations } from '../kysely/migrations.js'
import { aCall, aCallEvent, accountSid, anAccount, testSid } from '../store-rows.contract.js'
import { openSqliteStore } from './sqlite-store.js'
import { claimSqliteStore } from './store-claim.js'

const folder = mkdtempSync(join(tmpdir(), 'ringdown-process-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const imports = `
import { writeSync } from 'node:fs'
import { openSqliteStore } from ${JSON.stringify(new URL('sqlite-store.ts', import.meta.url).href)}
import { aCall, aCallEvent, accountSid, anAccount, anApplication, testSid } from ${JSON.stringify(new URL('../store-rows.contract.ts', import.meta.url).href)}
const [file, round] = process.argv.slice(1)
const say = (...words) => writeSync(1, words.join(' ') + '\\n')
const { store, migrated } = await openSqliteStore({ file })
`

/** A process of its own that works on a store, and its lines as they come. */
function start(script: string, ...args: readonly string[]): { child: ChildProcess; lines: AsyncIterable<string> } {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', imports + script, '--', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, lines: createInterface({ input: child.stdout }) }
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('close', (code) => resolve(code)))

/** Eight calls at a time are made, answered and half of them ended, until somebody stops it. */
const callsWithoutEnd = `
if ((await store.accounts.find(accountSid)) === undefined) await store.accounts.insert(anAccount())
let number = Number(round) * 1e6
const worker = async () => {
  for (;;) {
    const sid = testSid('CA', (number += 1))
    await store.calls.insert(aCall({ sid }))
    say(sid, 'ringing', 0)
    await store.calls.update(sid, { status: 'in-progress', answeredAt: number }, number)
    say(sid, 'in-progress', 0)
    await store.callEvents.append(aCallEvent({ callSid: sid, at: number }))
    say(sid, 'in-progress', 1)
    if (number % 2 === 0) continue
    await store.calls.update(sid, { status: 'completed', endedAt: number }, number)
    say(sid, 'completed', 1)
  }
}
await Promise.all(Array.from({ length: 8 }, worker))
`

test('a kill -9 in the middle of calls loses no acknowledged row, and the next start fails the orphans', async () => {
  const file = join(folder, 'killed.db')
  const steps = ['ringing', 'in-progress', 'completed']
  const acknowledged = new Map<string, { readonly status: string; readonly events: number }>()
  for (const [round, linesBeforeKill] of [50, 333, 1_500].entries()) {
    const { child, lines } = start(callsWithoutEnd, file, String(round + 1))
    const exit = ended(child)
    let count = 0
    for await (const line of lines) {
      const [sid = '', status = '', events] = line.split(' ')
      acknowledged.set(sid, { status, events: Number(events) })
      if ((count += 1) === linesBeforeKill) child.kill('SIGKILL')
    }
    expect(await exit).toBeNull()
    expect(child.signalCode).toBe('SIGKILL')
  }

  const { store } = await openSqliteStore({ file })
  onTestFinished(() => store.close())
  expect(acknowledged.size).toBeGreaterThan(400)
  for (const [sid, { status, events }] of acknowledged) {
    const call = await store.calls.find(accountSid, sid)
    // A later step may have been written without its line having got out.
    expect(steps.indexOf(call?.status ?? 'lost')).toBeGreaterThanOrEqual(steps.indexOf(status))
    expect(
      (await store.callEvents.list(call?.sid ?? testSid('CA', 0), {}, { limit: 10 })).rows.length,
    ).toBeGreaterThanOrEqual(events)
  }

  const failed = await store.calls.failUnfinished('The gateway was restarted', 5)
  expect(failed.length).toBeGreaterThan(0)
  const { rows } = await store.calls.list(accountSid, {}, { limit: 1_000 })
  expect(rows.every(({ status }) => isFinal(status))).toBe(true)
  for (const call of failed) {
    expect(await store.calls.find(accountSid, call.sid)).toMatchObject({
      status: 'failed',
      endReason: 'The gateway was restarted',
      endedAt: 5,
    })
  }
}, 60_000)

test('two processes work on one file at once, and each sees what the other has written', async () => {
  const file = join(folder, 'shared.db')
  const { store } = await openSqliteStore({ file })
  onTestFinished(() => store.close())
  await store.accounts.insert(anAccount())

  const { child, lines } = start(
    `
    await store.applications.insert(anApplication({ friendlyName: 'From the other process' }))
    say('ready')
    for (let number = 1_000; number < 1_300; number += 1) await store.calls.insert(aCall({ sid: testSid('CA', number) }))
    say((await store.calls.list(accountSid, {}, { limit: 1_000 })).rows.length)
    await store.close()
    `,
    file,
  )
  const exit = ended(child)
  const said: string[] = []
  for await (const line of lines) {
    if (said.push(line) > 1) continue
    for (let number = 1; number <= 300; number += 1) {
      await store.calls.insert(aCall({ sid: testSid('CA', number) }))
      await store.callEvents.append(aCallEvent({ callSid: testSid('CA', number) }))
    }
  }

  expect(await exit).toBe(0)
  expect(Number(said[1])).toBeGreaterThanOrEqual(300)
  expect((await store.applications.list(accountSid, {}, { limit: 10 })).rows).toMatchObject([
    { friendlyName: 'From the other process' },
  ])
  expect((await store.calls.list(accountSid, {}, { limit: 1_000 })).rows).toHaveLength(600)
}, 60_000)

test('processes that start on a new file at the same moment agree on who makes the schema', async () => {
  const file = join(folder, 'raced.db')
  const children = [1, 2, 3, 4].map(() => start(`say(migrated.join(), 'done'); await store.close()`, file))
  const exits = children.map(({ child }) => ended(child))
  const said = await Promise.all(children.map(({ lines }) => readAll(lines)))
  expect(await Promise.all(exits)).toEqual([0, 0, 0, 0])
  expect(said.flat().sort()).toEqual([
    ' done',
    ' done',
    ' done',
    `${Object.keys(migrations({ sequence: 'integer' })).join()} done`,
  ])
}, 60_000)

test('one process at a time may claim a store, and a kill -9 ends its claim', async () => {
  const file = join(folder, 'claimed.db')
  const claim = `
    const { claimSqliteStore } = await import(${JSON.stringify(new URL('store-claim.ts', import.meta.url).href)})
    try { claimSqliteStore(file); say('claimed') } catch (error) { say(error.code, error.message) }
    setInterval(() => undefined, 1_000)
  `
  const first = start(claim, file)
  expect(await firstOf(first.lines)).toBe('claimed')
  const refused = `in-use ${file} is in use by another gateway: stop that one, or give this one a dataDir of its own`
  expect(() => claimSqliteStore(file)).toThrow(expect.objectContaining({ code: 'in-use' }))

  const exit = ended(first.child)
  first.child.kill('SIGKILL')
  await exit
  const ours = claimSqliteStore(file)
  // Trying again in this process must not cost us the lock (POSIX locks belong to the process).
  expect(() => claimSqliteStore(file)).toThrow(expect.objectContaining({ code: 'in-use' }))
  expect(await firstOf(start(claim, file).lines)).toBe(refused)
  ours.release()
  expect(await firstOf(start(claim, file).lines)).toBe('claimed')
}, 60_000)

async function firstOf(lines: AsyncIterable<string>): Promise<string | undefined> {
  for await (const line of lines) return line
  return undefined
}

async function readAll(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}
