import type { AccountSid, CallSid } from '@ringdown/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Authorise } from '../account/authorise.js'
import type { CallEventRecord } from '../call/call-event-record.js'
import type { Clock } from '../clock.js'
import { EarlyReports } from './early-reports.js'

/** Bounds of what devices may report. */
const insightsLimits = Object.freeze({
  /** One post. */
  maxBodyBytes: 65_536,
  /** Samples of one post; the official SDKs send ten. */
  maxSamples: 60,
})

/** What the insights routes need. */
export interface InsightsPorts {
  readonly clock: Clock
  readonly authorise: Authorise
  /** The call SID behind an id of a report, if the account has such a call. */
  readonly locate: (accountSid: AccountSid, callId: string) => Promise<CallSid | undefined>
  readonly record: (event: CallEventRecord) => void
  /** Whether an account may report once more now. */
  readonly allow: (accountSid: AccountSid) => boolean
}

const sample = z.looseObject({ call_sid: z.string().max(64).optional(), temp_call_sid: z.string().max(64).optional() })
const report = z.object({
  group: z.string().max(128),
  name: z.string().max(128),
  level: z.string().max(32).optional(),
  timestamp: z.union([z.string().max(64), z.number()]).optional(),
  payload: z.union([sample, z.array(sample).min(1).max(insightsLimits.maxSamples)]),
})

type Report = z.infer<typeof report>

type KeepingPorts = InsightsPorts & { readonly early: EarlyReports }

/**
 * Where the official SDKs post: 1.x to the first two. 2.x can be led to the last one alone, where they stand in the query,
 * behind what the SDK puts after the name that it is given as its home.
 */
const paths = ['/v4/EndpointEvents', '/v4/EndpointMetrics', '/insights'] as const

/**
 * Take the reports on call quality that the official SDKs post, verify the token they carry, and put them on the timeline
 * of their leg.
 */
export function registerInsightsRoutes(app: FastifyInstance, given: InsightsPorts): void {
  const ports = { ...given, early: new EarlyReports(given.clock) }
  for (const path of paths) {
    app.options(path, (_request, reply) => allowAnyOrigin(reply).code(204).send())
    // Before the body is read: a browser shows the answer to one that cannot be only if this is allowed.
    const onRequest = (_request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
      allowAnyOrigin(reply)
      done()
    }
    app.post(path, { bodyLimit: insightsLimits.maxBodyBytes, onRequest }, (request, reply) =>
      take(request, reply, ports),
    )
  }
}

async function take(request: FastifyRequest, reply: FastifyReply, ports: KeepingPorts): Promise<FastifyReply> {
  const token = request.headers['x-twilio-token']
  const authorisation = await ports.authorise(typeof token === 'string' ? token : '')
  if (!authorisation.isOk) return reply.code(403).send({ code: 20107, message: authorisation.message })
  const { accountSid } = authorisation.grant
  if (!ports.allow(accountSid)) return reply.code(429).send({ code: 20429, message: 'Too many reports. Send fewer.' })
  const parsed = report.safeParse(request.body)
  if (!parsed.success)
    return reply.code(400).send({ code: 20400, message: 'The report is not one of an official SDK.' })
  await keep(parsed.data, accountSid, ports)
  return reply.code(200).send({})
}

async function keep(
  { group, name, level, timestamp, payload }: Report,
  accountSid: AccountSid,
  { clock, locate, record, early }: KeepingPorts,
): Promise<void> {
  const [first] = Array.isArray(payload) ? payload : [payload]
  const { call_sid: callId, temp_call_sid: tempId } = first ?? {}
  const known = callId ?? tempId
  if (known === undefined) return
  const detail = { level, timestamp, payload }
  const event = { accountSid, at: clock.now(), kind: 'quality', name: `${group}/${name}`, detail } as const
  const callSid = await locate(accountSid, known)
  if (callSid === undefined) {
    if (callId === undefined) early.hold(known, event)
    return
  }
  if (tempId !== undefined) early.release(accountSid, tempId, callSid).forEach(record)
  record({ ...event, callSid })
}

function allowAnyOrigin(reply: FastifyReply): FastifyReply {
  return reply
    .header('Access-Control-Allow-Origin', '*')
    .header('Access-Control-Allow-Methods', 'POST, OPTIONS')
    .header('Access-Control-Allow-Headers', 'Content-Type, X-Twilio-Token')
    .header('Access-Control-Max-Age', '86400')
}
