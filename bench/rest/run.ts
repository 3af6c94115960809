import { parseArgs } from 'node:util'
import { describeMachine } from '../harness/machine.js'
import { formatRows, judgeRow, type Row } from '../signalling/signalling-table.js'
import { measureFetch } from './measure-fetch.js'
import { measureOrder } from './measure-order.js'
import { measurePage } from './measure-page.js'
import { formatPageTable, judgePages } from './page-table.js'

const works = ['fetch', 'create', 'page'] as const
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    scale: { type: 'string', default: '1' },
    profile: { type: 'boolean', default: false },
  },
})
const scale = Number(values.scale)
if (!(scale > 0 && scale <= 1)) throw new RangeError('--scale takes a share, such as 0.1: more than 0, at most 1.')
const unknown = values.only?.find((name) => !works.some((work) => work === name))
if (unknown !== undefined) throw new RangeError(`--only takes one of ${works.join(', ')}, not ${unknown}.`)

const isAsked = (work: (typeof works)[number]): boolean => values.only?.includes(work) ?? true
const scaled = (count: number): number => Math.ceil(count * scale)

async function measureFetchRows(): Promise<readonly Row[]> {
  const { bare, gateway } = await measureFetch({
    rounds: 10,
    requestsPerRound: scaled(5_000),
    isProfiled: values.profile,
  })
  const rowOf = (name: string, of: 'perProcessorSecond' | 'perSecond'): Row => ({
    name,
    bare: bare.map((rate) => rate[of]),
    gateway: gateway.map((rate) => rate[of]),
    digits: 0,
  })
  return [
    {
      ...rowOf('Applications fetch, a second of processor time', 'perProcessorSecond'),
      target: { of: 'ratio', atLeast: 0.5 },
    },
    rowOf('… a second by the clock', 'perSecond'),
  ]
}

async function measureCreateRows(): Promise<readonly Row[]> {
  const rates = await measureOrder({ rounds: 5, callsPerRound: scaled(2_000), isProfiled: values.profile })
  return [
    {
      name: 'Calls create, a second of processor time',
      gateway: rates.map(({ perProcessorSecond }) => perProcessorSecond),
      digits: 0,
      target: { of: 'figure', atLeast: 400 },
    },
    { name: '… a second by the clock', gateway: rates.map(({ perSecond }) => perSecond), digits: 0 },
  ]
}

const rows = [
  ...(isAsked('fetch') ? await measureFetchRows() : []),
  ...(isAsked('create') ? await measureCreateRows() : []),
]
const calls = scaled(100_000)
const pages = isAsked('page') ? await measurePage({ calls, rounds: 15 }) : []

process.stdout.write(
  [
    describeMachine(),
    '',
    ...(rows.length > 0 ? [formatRows('REST API', rows), '', ...rows.flatMap(judgeRow), ''] : []),
    ...(pages.length > 0
      ? [formatPageTable(`A page of 50 of ${calls.toLocaleString('en')} calls`, pages), '', judgePages(pages), '']
      : []),
  ].join('\n'),
)
