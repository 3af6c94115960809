import { parseArgs } from 'node:util'
import { describeMachine } from '../harness/machine.js'
import type { GeneratorQuestions } from './generator-process.js'
import { measureRound, type RoundResult } from './measure-round.js'
import { formatMediaTable } from './media-table.js'
import { judgeHoldings, judgeRelay } from './media-target.js'
import type { RelayKind } from './relay.js'
import type { RelayQuestions } from './relay-process.js'
import { Worker } from '../harness/worker.js'

const { values } = parseArgs({ options: { calls: { type: 'string', default: '100' } } })
const calls = Number(values.calls)
if (!Number.isInteger(calls) || calls < 1 || calls > 1_000) throw new RangeError('--calls takes 1 to 1000.')
const rounds = 4
const options = { calls, warmUpMs: 2_000, talkMs: 4_000 }

const names: Readonly<Record<RelayKind, string>> = { bare: 'two bare UDP sockets', werift: 'werift adapter, SRTP' }
const kinds = ['bare', 'werift'] as const

const generator = await Worker.start<GeneratorQuestions>(new URL('generator-process.ts', import.meta.url))
const relays = new Map<RelayKind, Worker<RelayQuestions>>()
for (const kind of kinds) relays.set(kind, await Worker.start(new URL('relay-process.ts', import.meta.url), kind))

const measured: Record<RelayKind, RoundResult[]> = { bare: [], werift: [] }
for (let round = 0; round < rounds; round += 1) {
  for (const kind of round % 2 === 0 ? kinds : kinds.toReversed()) {
    const relay = relays.get(kind)
    if (relay) measured[kind].push(await measureRound({ kind, relay, generator }, options))
  }
}
generator.stop()
for (const relay of relays.values()) relay.stop()

const [baseline, werift] = kinds.map((kind) => ({ name: names[kind], calls, rounds: measured[kind] }))
process.stdout.write(
  [
    describeMachine(),
    `${calls} calls at once, two devices each, 50 packets of 108 bytes a second each way, ${rounds} rounds of ${options.talkMs / 1000} s.`,
    'Processor time is that of the relay’s process, all threads. Delay is from the sending device’s call to the receiving',
    'device’s callback, the load generator’s own lateness included; the table has the medians of the rounds.',
    '',
    ...(baseline && werift
      ? [
          formatMediaTable('Relayed two-party calls', [baseline, werift]),
          '',
          ...judgeRelay(werift, baseline),
          ...judgeHoldings(werift),
        ]
      : []),
    '',
  ].join('\n'),
)
