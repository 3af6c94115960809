import fastify from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addErrorReplies } from '../error/error-replies.js'
import { addFormBodies } from '../form/form-bodies.js'
import { choice, webhookMethod } from './choice.js'
import { listOf } from './list-of.js'
import { friendlyName, text } from './text.js'
import { truth } from './truth.js'
import { webhookUrl } from './webhook-url.js'
import { wholeNumber } from './whole-number.js'

const body = z.object({
  To: text(20, { code: 21211, missing: 21201 }),
  Name: friendlyName().exactOptional(),
  Url: webhookUrl().exactOptional(),
  Method: webhookMethod().exactOptional(),
  Status: choice(['completed', 'canceled']).exactOptional(),
  Record: truth().exactOptional(),
  Timeout: wholeNumber({ min: 1, max: 600, code: 21208 }).exactOptional(),
  Event: listOf(choice(['ringing', 'answered'])).exactOptional(),
})

async function post(form: string): Promise<unknown> {
  const app = fastify().withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  addErrorReplies(app, { onFault: (_requestId, error) => expect.fail(String(error)) })
  addFormBodies(app)
  app.post('/', { schema: { body } }, ({ body: read }) => read)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await app.inject({ method: 'POST', url: '/', headers, payload: form })
  const { code, message, ...rest } = response.json<{ code?: number; message?: string }>()
  return code === undefined ? rest : [code, message]
}

test('what fits is read', async () => {
  const url = 'https://app.example/v?a=1#rc=2'
  const form = `To=bob&Name=x&Url=${encodeURIComponent(url)}&Method=get&Status=Completed&Record=TRUE&Timeout=600&Event=ringing`
  expect(await post(form)).toEqual({
    To: 'bob',
    Name: 'x',
    Url: url,
    Method: 'GET',
    Status: 'completed',
    Record: true,
    Timeout: 600,
    Event: ['ringing'],
  })
})

test('an empty URL clears it, and a list may have several values', async () => {
  expect(await post('To=bob&Url=&Event=ringing&Event=answered')).toEqual({
    To: 'bob',
    Url: null,
    Event: ['ringing', 'answered'],
  })
})

describe('a parameter that does not fit is named with its rule and its own code', () => {
  test.each([
    ['', [21201, 'No Called number specified: To is required.']],
    ['To=', [21201, 'No Called number specified: To is required.']],
    [`To=${'x'.repeat(21)}`, [21211, "Invalid 'To' Phone Number: To must be a text of at most 20 characters."]],
    ['To=a&To=b', [21211, "Invalid 'To' Phone Number: To must be given once, not several times."]],
    ['To=%00', [21211, "Invalid 'To' Phone Number: To must be a text of at most 20 characters."]],
    [`To=a&Name=${'x'.repeat(65)}`, [20002, 'Invalid FriendlyName: Name must be a text of at most 64 characters.']],
    ['To=a&Method=PUT', [21209, 'Invalid Method: Method must be GET or POST.']],
    ['To=a&Method=', [21209, 'Invalid Method: Method must be GET or POST.']],
    ['To=a&Status=done', [20422, 'Invalid Parameter: Status must be completed or canceled.']],
    ['To=a&Record=1', [20422, 'Invalid Parameter: Record must be true or false.']],
    ['To=a&Timeout=0', [21208, 'Invalid Timeout: Timeout must be a whole number from 1 to 600.']],
    ['To=a&Timeout=601', [21208, 'Invalid Timeout: Timeout must be a whole number from 1 to 600.']],
    ['To=a&Timeout=1.5', [21208, 'Invalid Timeout: Timeout must be a whole number from 1 to 600.']],
    ['To=a&Timeout=1e2', [21208, 'Invalid Timeout: Timeout must be a whole number from 1 to 600.']],
    [`To=a&Timeout=${'1'.repeat(400)}`, [21208, 'Invalid Timeout: Timeout must be a whole number from 1 to 600.']],
    ['To=a&Event=ringing&Event=x', [20422, 'Invalid Parameter: Event must be ringing or answered.']],
  ])('%s', async (form, expected) => {
    expect(await post(form)).toEqual(expected)
  })

  test.each([
    'app.example',
    'ftp://app.example/',
    'https:app.example',
    'https://',
    'https://app.example/a b',
    ' https://app.example/',
    'javascript:alert(1)',
    `https://app.example/${'x'.repeat(4_000)}`,
  ])('as a URL: %s', async (url) => {
    const rule = 'an absolute http or https URL of at most 4000 characters, such as https://app.example/voice'
    const expected = [21205, `Invalid URL: Url must be ${rule}.`]
    expect(await post(`To=a&Url=${encodeURIComponent(url)}`)).toEqual(expected)
  })

  test('without its value, which may be a secret', async () => {
    const answer = await post(`To=a&Url=${encodeURIComponent('ftp://user:password@app.example/')}`)
    expect(JSON.stringify(answer)).not.toContain('password')
  })
})
