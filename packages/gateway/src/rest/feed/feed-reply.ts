import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FeedRequest, FeedSink } from '../../feed/feed.js'
import type { FeedHub } from '../../feed/feed-hub.js'
import { RestError } from '../error/rest-error.js'

/** The answer of a feed, for the OpenAPI document. */
export const eventStream = {
  description: 'An event stream.',
  content: { 'text/event-stream': { schema: z.string() } },
}

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // nginx would hold back what it could send.
  'X-Accel-Buffering': 'no',
}

/**
 * Answer a request with a feed, for as long as its client reads (WHATWG HTML, "Server-sent events").
 *
 * @throws RestError 20429 if too many are open, 20503 if the gateway goes down
 */
export function replyWithFeed(
  hub: Pick<FeedHub, 'open'>,
  { headers: { 'last-event-id': lastEventId } }: FastifyRequest,
  reply: FastifyReply,
  wanted: Omit<FeedRequest, 'lastEventId'>,
): void {
  const { raw } = reply
  // Its client went away while its credentials were looked at.
  if (raw.destroyed) return
  const place = typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : undefined
  const opening = hub.open({ ...wanted, lastEventId: place }, createSink(reply))
  if (!opening.isOpen) throw opening.reason === 'ended' ? goingDown() : tooMany()
  raw.on('close', opening.close)
}

function createSink(reply: FastifyReply): FeedSink {
  const { raw } = reply
  return {
    write(text) {
      if (!raw.headersSent) {
        reply.hijack()
        raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...headers })
      }
      raw.write(text)
    },
    get queuedBytes() {
      return raw.writableLength
    },
    end() {
      raw.end()
    },
    drop() {
      raw.destroy()
    },
  }
}

function goingDown(): RestError {
  return new RestError(20503, 'The gateway is shutting down; connect again in a moment.', {
    headers: { 'Retry-After': '5' },
  })
}

function tooMany(): RestError {
  return new RestError(20429, 'Too many feeds of the account are open; close some.')
}
