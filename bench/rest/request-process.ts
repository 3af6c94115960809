import { strictEqual } from 'node:assert'
import { answerParent } from '../harness/worker.js'
import { inParallel } from '../signalling/in-parallel.js'
import { applicationPath, authorization } from './application-path.js'
import { type HttpPool, Pool } from './gateway-library.js'

/** How often the application is fetched, and where. */
export interface Fetches {
  readonly origin: string
  readonly requests: number
  /** What every answer must be: a server that does less would win for nothing. */
  readonly body: string
}

/** What can be asked of the load generator for fetches. */
export type RequestQuestions = {
  /** Fetch the application once. */
  readonly fetchOnce: (origin: string) => Promise<string>
  /** Fetch it again and again over connections that are kept. */
  readonly fetchAll: (fetches: Fetches) => Promise<void>
}

/** Connections, each with one request under way: enough to keep a server busy. */
const connections = 32

const pools = new Map<string, HttpPool>()

function poolOf(origin: string): HttpPool {
  const pool = pools.get(origin) ?? new Pool(origin, { connections })
  pools.set(origin, pool)
  return pool
}

async function fetchFrom(pool: HttpPool): Promise<string> {
  const { statusCode, body } = await pool.request({ method: 'GET', path: applicationPath, headers: { authorization } })
  const text = await body.text()
  if (statusCode !== 200) throw new Error(`The server answered ${statusCode}: ${text}`)
  return text
}

/**
 * Keep this process from sleeping: to wake a process that sleeps is the work of the server whose answer wakes it. Against
 * a fast server this process always has something to do and is never woken, against a slower one it would be for most
 * answers, and the slower server would pay for that as well.
 *
 * @returns lets it sleep again
 */
function stayAwake(): () => void {
  let next = setImmediate(turn)
  function turn(): void {
    next = setImmediate(turn)
  }
  return () => clearImmediate(next)
}

const questions: RequestQuestions = {
  fetchOnce: (origin) => fetchFrom(poolOf(origin)),
  fetchAll: async ({ origin, requests, body }) => {
    const pool = poolOf(origin)
    const letSleep = stayAwake()
    try {
      await inParallel(Array.from({ length: requests }), connections, async () => {
        strictEqual(await fetchFrom(pool), body)
      })
    } finally {
      letSleep()
    }
  },
}

answerParent(questions)
