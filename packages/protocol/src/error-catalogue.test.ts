import { describe, expect, expectTypeOf, test } from 'vitest'
import { deviceErrors } from './catalogue/device-errors.js'
import { deviceErrorCatalogue } from './catalogue/device-error-catalogue.js'
import { dialErrors } from './catalogue/dial-errors.js'
import type { ErrorEntry } from './catalogue/error-entry.js'
import { queueErrors } from './catalogue/queue-errors.js'
import { restErrors } from './catalogue/rest-errors.js'
import { sipErrors } from './catalogue/sip-errors.js'
import { tokenErrors } from './catalogue/token-errors.js'
import { verbErrors } from './catalogue/verb-errors.js'
import { webhookErrors } from './catalogue/webhook-errors.js'
import { type ErrorCode, errorCatalogue, isErrorCode } from './error-catalogue.js'

const parts = [
  deviceErrors,
  dialErrors,
  queueErrors,
  restErrors,
  sipErrors,
  tokenErrors,
  verbErrors,
  webhookErrors,
] as readonly Readonly<Record<number, ErrorEntry>>[]
const entries = Object.entries(errorCatalogue).map(([code, entry]) => [Number(code), entry] as const)

describe('the catalogue as a whole', () => {
  test('holds each number once: no part hides an entry of another', () => {
    const codes = parts.flatMap((part) => Object.keys(part))
    expect(new Set(codes).size).toBe(codes.length)
    expect(Object.keys(errorCatalogue).toSorted()).toEqual(codes.toSorted())
  })

  test('is frozen, and its keys come in ascending order', () => {
    for (const part of [...parts, deviceErrorCatalogue, errorCatalogue]) expect(Object.isFrozen(part)).toBe(true)
    const codes = entries.map(([code]) => code)
    expect(codes).toEqual(codes.toSorted((one, other) => one - other))
  })

  test('knows its numbers and no others', () => {
    expect(isErrorCode(31205)).toBe(true)
    expect(isErrorCode(31299)).toBe(false)
    expect(isErrorCode(Number.NaN)).toBe(false)
    expectTypeOf<31205>().toExtend<ErrorCode>()
    expectTypeOf<31299>().not.toExtend<ErrorCode>()
  })

  test('the part for devices is the same entries, and holds everything that starts a sentence on a phone', () => {
    for (const [code, entry] of Object.entries(deviceErrorCatalogue)) {
      expect(errorCatalogue[Number(code) as ErrorCode]).toBe(entry)
    }
    const forDevices = entries.map(([code]) => code).filter((code) => /^(201|31|51|53)/.test(String(code)))
    expect(Object.keys(deviceErrorCatalogue).map(Number)).toEqual(forDevices)
  })
})

describe.each(entries)('%i', (code, entry) => {
  test('has a name, a text and a sentence that says what to do', () => {
    expect(entry.name).toMatch(/^[A-Z][A-Za-z]+$/)
    expect(entry.message).toMatch(/^\S.*\S$/)
    expect(entry.whatToDo).toMatch(/^[A-Z].{10,}\.$/)
    expect(entry.whatToDo).not.toBe(entry.message)
  })

  test('has the status of a REST answer, or the level of a notification, as its range asks for', () => {
    if (code >= 19_000 && code < 21_300) expect(entry.httpStatus).toBeGreaterThanOrEqual(400)
    if (code < 19_000) expect(entry.level).toBeDefined()
    if (code >= 31_000) expect([entry.httpStatus, entry.level]).toEqual([undefined, undefined])
  })
})

describe('texts that software compares', () => {
  test.each<[ErrorCode, string, string]>([
    [20101, 'AccessTokenInvalid', 'Invalid access token'],
    [20104, 'AccessTokenExpired', 'Access token expired or expiration date invalid'],
    [20151, 'AuthenticationFailed', 'Authentication Failed'],
    [31000, 'UnknownError', 'Unknown Error'],
    [31005, 'ConnectionError', 'Connection error'],
    [31100, 'MalformedRequestError', 'The request had malformed syntax.'],
    [31103, 'MaxParameterLengthExceededError', 'Maximum parameter length has been exceeded.'],
    [31202, 'AccessTokenSignatureValidationFailed', 'Signature validation failed.'],
    [31205, 'JWTTokenExpiredError', 'JWT token expired'],
    [31209, 'ReconnectAttemptError', 'Reconnect attempt is not authorized.'],
    [31212, 'PayloadSizeExceededError', 'Call Message Event Payload size exceeded authorized limit.'],
    [31400, 'BadRequest', 'Bad Request (HTTP/SIP)'],
    [31486, 'BusyHere', 'Busy Here (SIP)'],
    [31603, 'Decline', 'Decline (SIP)'],
    [53001, 'ConnectionDisconnected', 'Signaling connection disconnected'],
    [53405, 'ConnectionError', 'Media connection failed'],
  ])('%i is %s in @twilio/voice-sdk 2.x', (code, name, message) => {
    expect(errorCatalogue[code]).toMatchObject({ name, message })
  })

  test.each<[ErrorCode, number]>([
    [20003, 401],
    [20004, 405],
    [20404, 404],
    [20409, 409],
    [20429, 429],
    [20500, 500],
    [20503, 503],
    [21220, 400],
  ])('%i goes out with HTTP status %i', (code, httpStatus) => {
    expect(errorCatalogue[code].httpStatus).toBe(httpStatus)
  })

  test.each<[ErrorCode, 'error' | 'warning']>([
    [11200, 'error'],
    [12100, 'error'],
    [12200, 'warning'],
    [13231, 'error'],
    [13247, 'error'],
    [14207, 'warning'],
    [15003, 'warning'],
    [21609, 'warning'],
  ])('%i is recorded as %s', (code, level) => {
    expect(errorCatalogue[code].level).toBe(level)
  })
})
