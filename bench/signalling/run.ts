import { parseArgs } from 'node:util'
import { describeMachine } from '../harness/machine.js'
import { mostConnections } from './open-file-limit.js'
import { formatRows, judgeRow, type Row } from './signalling-table.js'
import { type Sizes, works } from './work-rows.js'

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: Object.keys(works) },
    scale: { type: 'string', default: '1' },
    profile: { type: 'boolean', default: false },
  },
})
const scale = Number(values.scale)
if (!(scale > 0 && scale <= 1)) throw new RangeError('--scale takes a share: more than 0, at most 1.')
const unknown = values.only.find((name) => !Object.hasOwn(works, name))
if (unknown !== undefined) throw new RangeError(`--only takes one of ${Object.keys(works).join(', ')}.`)

const scaled = (count: number): number => Math.ceil(count * scale)
const limit = mostConnections()
const sizes: Sizes = {
  comingDevices: scaled(500),
  heldDevices: Math.min(scaled(10_000), limit),
  pacedCalls: scaled(250),
  loopedCalls: scaled(2_000),
  isProfiled: values.profile,
}

const rows: Row[] = []
for (const [name, measure] of Object.entries(works)) {
  if (values.only.includes(name)) rows.push(...(await measure(sizes)))
}

process.stdout.write(
  [
    describeMachine(),
    'The gateway, the bare WebSocket server and the load generators are processes of their own, on loopback.',
    'Rates are by the server’s processor time, all threads, where the row does not say that they are by the clock.',
    `A process may hold ${limit.toLocaleString('en')} connections here, by its limit of open files.`,
    '',
    formatRows('Signalling', rows),
    '',
    ...rows.flatMap(judgeRow),
    '',
  ].join('\n'),
)
