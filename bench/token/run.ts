import { describeMachine } from '../harness/machine.js'
import { heapMethod } from '../harness/heap.js'
import { race } from '../harness/race.js'
import { formatTable } from '../harness/table.js'
import { judgeTarget } from '../harness/target.js'
import { checkIssueContenders } from './contender-check.js'
import { createIssueContenders } from './issue-contender.js'
import { createVerifyContenders } from './verify-contender.js'

const options = { rounds: 30, sliceMs: 20, warmUpMs: 250 }

const issuers = createIssueContenders()
await checkIssueContenders(issuers)
const issued = await race(issuers, options)
const verified = await race(createVerifyContenders(), options)

const targets = [
  judgeTarget({ name: 'ringdown, same object', than: 'raw HMAC-SHA256', atLeast: 0.55 }, issued),
  judgeTarget({ name: 'ringdown, new object', than: 'raw HMAC-SHA256', atLeast: 0.55 }, issued),
  judgeTarget({ name: 'ringdown, new object', than: 'twilio 6', atLeast: 60 }, issued),
  judgeTarget({ name: 'ringdown, new object', than: 'twilio 3', atLeast: 3 }, issued),
  judgeTarget({ name: 'ringdown, key', than: 'fast-jwt, no cache', atLeast: 1 }, verified),
  judgeTarget({ name: 'ringdown, keyFor', than: 'fast-jwt, no cache', atLeast: 1 }, verified),
]

process.stdout.write(
  [
    describeMachine(),
    `Time: processor time of all threads, ${options.rounds} rounds of ${options.sliceMs} ms a contender, taking turns.`,
    'Rates are medians of the rounds; ratios are medians and quartiles of the ratios within a round.',
    `Heap: ${heapMethod}.`,
    '',
    formatTable('Issue', issued),
    '',
    formatTable('Verify', verified),
    '',
    ...targets,
    '',
  ].join('\n'),
)
