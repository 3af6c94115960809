import fc from 'fast-check'
import { serializerCompiler } from 'fastify-type-provider-zod'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { errorBody } from '../error/error-body.js'
import { compileAnswer } from './compile-answer.js'
import { applicationResource } from './serialise-application.js'

function compileWith(compiler: typeof compileAnswer, schema: z.ZodType): (data: unknown) => string {
  return compiler({ schema, method: 'GET', url: '/' })
}

const text = fc.string({ unit: 'binary' })
const textOrNull = fc.option(text)
const method = fc.constantFrom('GET', 'POST')
const applications = fc.record({
  sid: text,
  account_sid: text,
  friendly_name: text,
  api_version: text,
  date_created: text,
  date_updated: text,
  uri: text,
  voice_url: textOrNull,
  voice_method: method,
  voice_fallback_url: textOrNull,
  voice_fallback_method: method,
  voice_caller_id_lookup: fc.boolean(),
  status_callback: textOrNull,
  status_callback_method: method,
  sms_url: textOrNull,
  sms_method: method,
  sms_fallback_url: textOrNull,
  sms_fallback_method: method,
  sms_status_callback: textOrNull,
  message_status_callback: textOrNull,
  public_application_connect_enabled: fc.boolean(),
})

test('an answer is written byte for byte as its schema would encode it, whatever its texts hold', () => {
  const pages = z.object({ applications: z.array(applicationResource), next_page_uri: z.string().nullable() })
  const [ours, zods] = [compileWith(compileAnswer, pages), compileWith(serializerCompiler, pages)]
  fc.assert(
    fc.property(fc.array(applications, { maxLength: 3 }), textOrNull, (list, next) => {
      const page = { applications: list, next_page_uri: next }
      expect(ours(page)).toBe(zods(page))
    }),
  )
})

test('what the schema does not name does not leave, at any depth', () => {
  const write = compileWith(compileAnswer, z.object({ kept: z.array(z.object({ sid: z.string() })) }))
  const given = { secret: 'a', kept: [{ secret: 'b', sid: 'AC1' }] }
  expect(write(given)).toBe('{"kept":[{"sid":"AC1"}]}')
})

test('a text of a known format is escaped like any other', () => {
  const write = compileWith(compileAnswer, z.object({ at: z.iso.datetime(), id: z.uuid(), url: z.url() }))
  const given = { at: '"', id: '\\"', url: '\n"' }
  expect(JSON.parse(write(given))).toEqual(given)
})

test('a schema is compiled once', () => {
  expect(compileWith(compileAnswer, errorBody)).toBe(compileWith(compileAnswer, errorBody))
})
