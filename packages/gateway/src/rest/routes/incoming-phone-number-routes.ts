import type { AccountSid } from '@ringdown/protocol'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { createIncomingPhoneNumber } from '../../account/create-incoming-phone-number.js'
import type { IncomingPhoneNumber, PhoneNumberType } from '../../account/incoming-phone-number.js'
import type { Page } from '../../store/page.js'
import type { Store } from '../../store/store.js'
import { accountOf, callerOf } from '../auth/caller.js'
import { notFound, RestError } from '../error/rest-error.js'
import { addNumber } from '../number/add-number.js'
import { newNumberBody, newTypedNumberBody, numberChangeBody } from '../number/number-body.js'
import { readNumberSettings } from '../number/read-number-settings.js'
import { pageOf, toPageBody } from '../paging/page-body.js'
import { pageQuery, toPageRequest } from '../paging/page-query.js'
import { phoneNumberPart } from '../parameter/phone-number.js'
import { friendlyName, text } from '../parameter/text.js'
import { truth } from '../parameter/truth.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import {
  incomingPhoneNumberResource,
  serialiseIncomingPhoneNumber,
  serialiseTypedPhoneNumber,
  typedPhoneNumberResource,
} from '../serialise/serialise-incoming-phone-number.js'
import { gone, operation } from './operation.js'
import { accountPath, resourcePath } from './resource-path.js'

const list = '/Accounts/:AccountSid/IncomingPhoneNumbers.json'
const instance = '/Accounts/:AccountSid/IncomingPhoneNumbers/:Sid.json'
const tag = 'IncomingPhoneNumbers'

const querystring = z.object({
  PhoneNumber: phoneNumberPart().exactOptional(),
  FriendlyName: friendlyName().exactOptional(),
  // No number here is of a trial kind, and all are of one origin.
  Beta: truth().exactOptional(),
  Origin: text(64).exactOptional(),
  ...pageQuery,
})

/**
 * Telephone numbers: list, create, fetch, update, delete (Twilio, "IncomingPhoneNumber resource"), and list and create by
 * type. A number is of the type that it was created as, whatever its digits.
 */
export function addIncomingPhoneNumberRoutes(scope: RestScope, ports: RestPorts): void {
  addListRoutes(scope, ports)
  addTypedListRoutes(scope, ports)
  addInstanceRoutes(scope, ports)
}

function addListRoutes(scope: RestScope, ports: RestPorts): void {
  const page = pageOf('incoming_phone_numbers', incomingPhoneNumberResource)
  const listed = { params: accountPath, querystring, answers: { 200: page } }
  scope.get(list, operation(tag, 'List telephone numbers', listed), async (request) => {
    const found = await findNumbers(ports, accountOf(request).sid, request.query)
    return toPageBody(request, 'incoming_phone_numbers', found, serialiseIncomingPhoneNumber)
  })
  const made = { params: accountPath, body: newNumberBody, answers: { 201: incomingPhoneNumberResource } }
  scope.post(list, operation(tag, 'Create a telephone number', made), async (request, reply) => {
    const number = await createNumber(ports, accountOf(request).sid, request.body)
    reply.code(201)
    return serialiseIncomingPhoneNumber(number)
  })
}

/** The same numbers by their type. */
const typedLists = [
  { type: 'local', name: 'Local', adjective: 'local' },
  { type: 'mobile', name: 'Mobile', adjective: 'mobile' },
  { type: 'toll-free', name: 'TollFree', adjective: 'toll-free' },
] as const satisfies readonly { readonly type: PhoneNumberType; readonly name: string; readonly adjective: string }[]

function addTypedListRoutes(scope: RestScope, ports: RestPorts): void {
  const page = pageOf('incoming_phone_numbers', typedPhoneNumberResource)
  const listed = { params: accountPath, querystring, answers: { 200: page } }
  const made = { params: accountPath, body: newTypedNumberBody, answers: { 201: typedPhoneNumberResource } }
  for (const { type, name, adjective } of typedLists) {
    const path = `/Accounts/:AccountSid/IncomingPhoneNumbers/${name}.json` as const
    scope.get(path, operation(tag, `List ${adjective} telephone numbers`, listed), async (request) => {
      const found = await findNumbers(ports, accountOf(request).sid, { ...request.query, type })
      return toPageBody(request, 'incoming_phone_numbers', found, serialiseTypedPhoneNumber)
    })
    scope.post(path, operation(tag, `Create a ${adjective} telephone number`, made), async (request, reply) => {
      const number = await createNumber(ports, accountOf(request).sid, { ...request.body, type })
      reply.code(201)
      return serialiseTypedPhoneNumber(number)
    })
  }
}

type NumberQuery = z.infer<typeof querystring> & { readonly type?: PhoneNumberType }

function findNumbers(
  { store }: RestPorts,
  accountSid: AccountSid,
  query: NumberQuery,
): Promise<Page<IncomingPhoneNumber>> {
  const { PhoneNumber: phoneNumber, FriendlyName: friendlyName, type } = query
  return store.incomingPhoneNumbers.list(accountSid, { phoneNumber, friendlyName, type }, toPageRequest(query))
}

type NewNumber = z.infer<typeof newNumberBody> & { readonly type?: PhoneNumberType }

async function createNumber(
  { store, ids, clock }: RestPorts,
  accountSid: AccountSid,
  { PhoneNumber: phoneNumber, AreaCode: areaCode, type, ...settings }: NewNumber,
): Promise<IncomingPhoneNumber> {
  const patch = await readNumberSettings(store, accountSid, settings)
  const fixed = { sid: ids.sid('PN'), accountSid, ...(type !== undefined && { type }) }
  return addNumber(store.incomingPhoneNumbers, { phoneNumber, areaCode }, (phoneNumber) =>
    createIncomingPhoneNumber({ ...patch, ...fixed, phoneNumber }, clock.now()),
  )
}

function addInstanceRoutes(scope: RestScope, { store, clock }: RestPorts): void {
  const { incomingPhoneNumbers } = store
  const params = resourcePath('PN')
  const answers = { 200: incomingPhoneNumberResource }
  scope.get(instance, operation(tag, 'Fetch a telephone number', { params, answers }), async (request) => {
    const number = await incomingPhoneNumbers.find(accountOf(request).sid, request.params.Sid)
    if (number === undefined) throw notFound(request)
    return serialiseIncomingPhoneNumber(number)
  })
  const changed = operation(tag, 'Update a telephone number', { params, body: numberChangeBody, answers })
  scope.post(instance, changed, async (request) => {
    const { AccountSid: newOwner, ...settings } = request.body
    const { sid: owner } = accountOf(request)
    const move = newOwner === undefined ? {} : await readMove(store, request, newOwner)
    const patch = { ...move, ...(await readNumberSettings(store, newOwner ?? owner, settings)) }
    const number = await incomingPhoneNumbers.update(owner, request.params.Sid, patch, clock.now())
    if (number === undefined) throw notFound(request)
    return serialiseIncomingPhoneNumber(number)
  })
  const deleted = operation(tag, 'Delete a telephone number', { params, answers: gone })
  scope.delete(instance, deleted, async (request, reply) => {
    if (!(await incomingPhoneNumbers.delete(accountOf(request).sid, request.params.Sid))) throw notFound(request)
    reply.code(204)
  })
}

interface Move {
  readonly accountSid?: AccountSid
  readonly voiceApplicationSid?: null
  readonly smsApplicationSid?: null
}

/** A number goes to another account of the caller's family, and leaves the applications of its old one behind. */
async function readMove(
  { accounts }: Pick<Store, 'accounts'>,
  request: FastifyRequest,
  newOwner: AccountSid,
): Promise<Move> {
  if (newOwner === accountOf(request).sid) return {}
  const { account: caller } = callerOf(request)
  const account = await accounts.find(newOwner)
  // Who asks is not told of the accounts of others.
  if (account?.sid !== caller.sid && account?.ownerAccountSid !== caller.sid)
    throw new RestError(21471, 'AccountSid must be an account of yours: your own, or a sub-account.')
  if (account.status !== 'active') throw new RestError(21472, 'AccountSid must be an active account.')
  return { accountSid: newOwner, voiceApplicationSid: null, smsApplicationSid: null }
}
