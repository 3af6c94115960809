import type { WebhookRemark } from './webhook.js'
import { failureText } from './exchange.js'

/** What may be tried again: failed connections, missing answers, error statuses. */
const retryCauses = ['ct', 'rt', '4xx', '5xx'] as const

/** One of {@link retryCauses}. */
type RetryCause = (typeof retryCauses)[number]

/** How patiently one URL is asked. */
export interface ConnectionPolicy {
  /** From the look-up of the name to the end of the TLS handshake; for each try. */
  readonly connectTimeoutMs: number
  /** To the first byte of the answer, and between its packets. */
  readonly readTimeoutMs: number
  /** For everything, retries and redirects included. */
  readonly totalTimeoutMs: number
  /** The URL itself sets the total, which is an error of its own (11203) when exceeded. */
  readonly hasOwnTotal: boolean
  /** How often a request is repeated at most. */
  readonly retryCount: number
  readonly retriedOn: readonly RetryCause[]
}

/** A policy, and what was wrong with the overrides. */
export interface ParsedPolicy {
  readonly policy: ConnectionPolicy
  readonly remarks: readonly WebhookRemark[]
}

/**
 * Read connection overrides (Twilio, "Webhooks (HTTP callbacks): Connection Overrides").
 *
 * @param fragment - of the URL, with or without its `#`; for example `ct=2000&rc=2&rp=5xx,ct`
 * @returns times in milliseconds; what is missing or out of range has its default, and an unknown retry policy makes
 *   remark 11243
 */
export function parseConnectionOverrides(fragment: string): ParsedPolicy {
  const overrides = new URLSearchParams(fragment.replace(/^#/, ''))
  const total = readNumber(overrides.get('tt'), 100, 15_000)
  const retriedOn = readRetryCauses(overrides.get('rp'))
  const policy = {
    connectTimeoutMs: readNumber(overrides.get('ct'), 100, 10_000) ?? 5_000,
    readTimeoutMs: readNumber(overrides.get('rt'), 100, 15_000) ?? 15_000,
    totalTimeoutMs: total ?? 15_000,
    hasOwnTotal: total !== undefined,
    retryCount: readNumber(overrides.get('rc'), 0, 5) ?? 1,
    retriedOn: retriedOn ?? ['ct'],
  } as const
  return { policy, remarks: retriedOn === undefined ? [invalidRetryPolicy] : [] }
}

const invalidRetryPolicy: WebhookRemark = {
  code: 11243,
  text: failureText(
    11243,
    "The retry policy `rp` in the URL's fragment is not valid, so only failed connections are retried.",
  ),
}

function readNumber(text: string | null, min: number, max: number): number | undefined {
  if (text === null || !/^\d{1,5}$/.test(text)) return undefined
  const number = Number(text)
  return number >= min && number <= max ? number : undefined
}

/** Undefined: there is a policy, and it is not valid. */
function readRetryCauses(text: string | null): readonly RetryCause[] | undefined {
  if (text === null) return ['ct']
  const causes = text.split(',').map((cause) => cause.trim())
  if (!causes.every((cause) => cause === 'all' || isRetryCause(cause))) return undefined
  return causes.includes('all') ? retryCauses : causes.filter(isRetryCause)
}

function isRetryCause(text: string): text is RetryCause {
  return (retryCauses as readonly string[]).includes(text)
}
