import { expect, test } from 'vitest'
import { type ApiOperation, type ApiParameter, fillPath, readOperations } from './test-support/api-operation.js'
import { combinationFaults } from './test-support/combination-faults.js'
import type { ParameterFault } from './test-support/fault-kinds.js'
import { goodForms, parameterFaults } from './test-support/parameter-faults.js'
import { createRestWorld, type RawAnswer, type RestWorld } from './test-support/rest-world.js'
import { stockAccount } from './test-support/stock-account.js'
import { readTables } from './test-support/store-tables.js'

/** A request that is wrong, and the answer that it is to get. */
interface Expectation {
  readonly values: readonly [name: string, value: string][]
  readonly code: number
  readonly message: string
}

/** Many requests, on machines that do other things too. */
const timeout = { timeout: 60_000 }

/** More values than any list may have. */
const tooMany = 101

test('every parameter of every operation is in the tables of faults, and nothing else is', async () => {
  const operations = await readOperations(await createRestWorld())
  const takers = operations.filter(({ parameters }) => formOf(parameters).length > 0)
  const known = Object.entries(parameterFaults).map(([id, faults]) => [id, Object.keys(faults).sort()])
  expect(Object.fromEntries(known)).toEqual(
    Object.fromEntries(
      takers.map(({ id, parameters }) => [
        id,
        formOf(parameters)
          .map(({ name }) => name)
          .sort(),
      ]),
    ),
  )
  for (const { id, parameters } of takers)
    for (const { name, isRequired } of formOf(parameters))
      expect(parameterFaults[id]?.[name]?.missing !== undefined, `${id} ${name}`).toBe(isRequired)
})

test(
  'a parameter of a wrong type, missing, too long, or given too often is refused by its name with the official code, and no row is changed',
  timeout,
  async () => {
    const world = await createRestWorld()
    const { valuesOf } = await stockAccount(world)
    for (const operation of await readOperations(world)) {
      const path = fillPath(operation.path, valuesOf(operation.path))
      const before = readTables(world.storeFile)
      for (const parameter of formOf(operation.parameters)) {
        const fault = parameterFaults[operation.id]?.[parameter.name]
        if (fault === undefined) continue
        for (const wrong of expectationsOf(operation, parameter, fault))
          expect.soft(await answerTo(world, { ...operation, path }, wrong.values)).toMatchObject(refusalOf(wrong))
      }
      expect(readTables(world.storeFile), operation.id).toEqual(before)
    }
  },
)

test('parameters that do not go together are refused, and no row is changed', timeout, async () => {
  const world = await createRestWorld()
  const { valuesOf } = await stockAccount(world)
  const operations = new Map((await readOperations(world)).map((operation) => [operation.id, operation]))
  const before = readTables(world.storeFile)
  for (const [id, faults] of Object.entries(combinationFaults)) {
    const operation = operations.get(id)
    if (operation === undefined) expect.fail(`There is no ${id}`)
    const path = fillPath(operation.path, valuesOf(operation.path))
    for (const { form, status = 400, code, message } of faults) {
      const answer = await answerTo(world, { ...operation, path }, Object.entries(form))
      expect.soft(answer).toMatchObject(refusalOf({ code, message }, status))
    }
    expect(readTables(world.storeFile), id).toEqual(before)
  }
})

test(
  'a SID in a path that is malformed, too long, left out or nobody’s names nothing: 401 for an account, 404 for the rest',
  timeout,
  async () => {
    const world = await createRestWorld()
    const { valuesOf } = await stockAccount(world)
    const before = readTables(world.storeFile)
    for (const operation of await readOperations(world)) {
      const [values, form] = [valuesOf(operation.path), Object.entries(goodForms[operation.id] ?? {})]
      for (const { name } of operation.parameters.filter(({ place }) => place === 'path')) {
        const right = values[name] ?? ''
        const nobodys =
          name === 'DeviceId' ? '00000000-0000-4000-8000-000000000000' : `${right.slice(0, 2)}${'9'.repeat(32)}`
        const malformed = ['', 'x', '0', right.toUpperCase(), right.slice(0, -1), `${right}0`, 'x'.repeat(5_000)]
        for (const wrong of [nobodys, ...malformed]) {
          const path = fillPath(operation.path, { ...values, [name]: wrong })
          const absent = { code: 20404, message: `The requested resource ${path} was not found` }
          const refusal =
            name === 'AccountSid' && wrong.length < 5_000
              ? refusalOf({ code: 20003, message: 'Authenticate' }, 401)
              : refusalOf(absent, 404)
          expect.soft(await answerTo(world, { ...operation, path }, form)).toMatchObject(refusal)
        }
      }
    }
    expect(readTables(world.storeFile)).toEqual(before)
  },
)

function formOf(parameters: readonly ApiParameter[]): readonly ApiParameter[] {
  return parameters.filter(({ place }) => place !== 'path')
}

function expectationsOf(
  { id }: ApiOperation,
  { name, isList, isRequired }: ApiParameter,
  { code, text, rule, wrong, tooLong, missing }: ParameterFault,
): readonly Expectation[] {
  const good = Object.entries(goodForms[id] ?? {}).filter(([other]) => other !== name)
  const given = (...values: string[]): Expectation['values'] => [
    ...good,
    ...values.map((value): [string, string] => [name, value]),
  ]
  const [missingCode, missingText] = missing ?? [code, text]
  // For some, nothing is as good as left out.
  const isMissing = (value: string): boolean => value === '' && missing !== undefined
  const often = isList ? Array<string>(tooMany).fill('x') : ['x', 'x']
  return [
    ...[...wrong, tooLong].map((value) => ({
      values: given(value),
      code: isMissing(value) ? missingCode : code,
      message: isMissing(value) ? `${missingText}: ${name} is required.` : `${text}: ${name} must be ${rule}.`,
    })),
    ...(isRequired ? [{ values: given(), code: missingCode, message: `${missingText}: ${name} is required.` }] : []),
    {
      values: given(...often),
      code,
      message: `${text}: ${name} must be ${isList ? 'given at most 100 times' : 'given once, not several times'}.`,
    },
  ]
}

async function answerTo(
  { ask }: RestWorld,
  { method, path }: Pick<ApiOperation, 'method' | 'path'>,
  values: Expectation['values'],
): Promise<Pick<RawAnswer, 'status'> & { readonly request: string; readonly body: unknown }> {
  const form = new URLSearchParams(values).toString()
  const inQuery = { path: `${path}?${form}`, request: { method } }
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const inBody = { path, request: { method, headers, body: form } }
  const asked = method === 'POST' ? inBody : inQuery
  const { status, json } = await ask(asked.path, asked.request)
  return { request: `${method} ${path} ${form.slice(0, 300)}`, status, body: json }
}

function refusalOf({ code, message }: Pick<Expectation, 'code' | 'message'>, status = 400): object {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } }
}
