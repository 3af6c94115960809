import { createSocket } from 'node:dgram'
import { Message, classes, methods, parseMessage } from 'werift'
import { expect, onTestFinished, test } from 'vitest'
import type { IceCredentials } from '../../audio-description.js'
import { connectivityCheck } from '../test-support/connectivity-check.js'
import type { CheckOptions } from '../test-support/connectivity-check.js'
import type { NetworkPath } from './endpoint-socket.js'
import { IceLiteAgent } from './ice-lite-agent.js'
import type { StunOutcome } from './ice-lite-agent.js'

const credentials: IceCredentials = { ufrag: 'gate', password: 'secret-of-the-gateway-1' }
const fresh: IceCredentials = { ufrag: 'anew', password: 'secret-of-the-gateway-2' }

function aPath(port: number): NetworkPath {
  return { socket, address: '192.0.2.9', port }
}

const socket = createSocket('udp4')
const near = aPath(1)
const far = aPath(2)

function check({ to = credentials, ...options }: CheckOptions & { readonly to?: IceCredentials } = {}): Buffer {
  return connectivityCheck(to, options)
}

function openAgent(): { agent: IceLiteAgent; paths: number[] } {
  const paths: number[] = []
  onTestFinished(() => void socket.unref())
  return { agent: new IceLiteAgent(credentials, ({ port }) => paths.push(port)), paths }
}

function responseOf(outcome: StunOutcome | undefined, password = credentials.password): Message | undefined {
  return outcome && parseMessage(outcome.response, Buffer.from(password))
}

test("a check is answered with the address that it came from, under the gateway's own password", () => {
  const { agent } = openAgent()
  const outcome = agent.receive(check(), near)
  expect(outcome?.isCheck).toBe(true)
  expect(responseOf(outcome)?.messageClass).toBe(classes.RESPONSE)
  expect(responseOf(outcome)?.getAttributeValue('XOR-MAPPED-ADDRESS')).toEqual(['192.0.2.9', 1])
})

test('a device on the local link is answered without the name of the interface', () => {
  const { agent } = openAgent()
  const outcome = agent.receive(check(), { socket, address: 'fe80::1%eth0', port: 4 })
  expect(responseOf(outcome)?.getAttributeValue('XOR-MAPPED-ADDRESS')).toEqual(['fe80::1', 4])
  expect(agent.path?.address).toBe('fe80::1%eth0')
})

test('the first path that is checked is used until the device nominates, and then the nominated one', () => {
  const { agent, paths } = openAgent()
  agent.receive(check(), near)
  agent.receive(check(), far)
  expect(agent.path?.port).toBe(1)
  agent.receive(check({ nominates: true }), far)
  agent.receive(check(), near)
  expect(agent.path?.port).toBe(2)
  agent.receive(check({ nominates: true }), near)
  expect(paths).toEqual([1, 2, 1])
  expect(agent.isSelected(near)).toBe(true)
  expect(agent.isSelected(far)).toBe(false)
})

test.each([
  ['another password', check({ password: 'a guess of the right length' })],
  ['another name', check({ to: { ...credentials, ufrag: 'else' } })],
  ['no integrity', new Message(methods.BINDING, classes.REQUEST).setAttribute('USERNAME', 'gate:device').bytes],
  [
    'no name',
    new Message(methods.BINDING, classes.REQUEST).addMessageIntegrity(Buffer.from(credentials.password)).bytes,
  ],
  ['a changed byte', Buffer.from(check().map((byte, place) => (place === 30 ? byte ^ 1 : byte)))],
  ['half of itself', check().subarray(0, 40)],
  ['a response', new Message(methods.BINDING, classes.RESPONSE).bytes],
  ['nothing', Buffer.alloc(0)],
])('a check with %s is not answered and opens no path', (_name, datagram) => {
  const { agent, paths } = openAgent()
  expect(agent.receive(datagram, near)).toBeUndefined()
  expect(paths).toEqual([])
})

test('a nomination that was added behind the integrity does not count', () => {
  const { agent } = openAgent()
  agent.receive(check(), near)
  const request = new Message(methods.BINDING, classes.REQUEST)
  request.setAttribute('USERNAME', 'gate:device').addMessageIntegrity(Buffer.from(credentials.password))
  request.setAttribute('USE-CANDIDATE', null)
  agent.receive(request.addFingerprint().bytes, far)
  expect(agent.path?.port).toBe(1)
})

test('a device that means to be controlled is told to switch', () => {
  const { agent, paths } = openAgent()
  const outcome = agent.receive(check({ role: 'ICE-CONTROLLED', nominates: true }), near)
  expect(outcome?.isCheck).toBe(false)
  expect(responseOf(outcome)?.getAttributeValue('ERROR-CODE')).toEqual([487, 'Role Conflict'])
  expect(paths).toEqual([])
})

test('after a restart the old path serves until the device nominates one with the new credentials', () => {
  const { agent } = openAgent()
  agent.receive(check({ nominates: true }), near)
  agent.restart(fresh)
  expect(agent.credentials).toBe(fresh)
  expect(agent.receive(check(), near)?.isCheck).toBe(true)
  agent.receive(check({ to: fresh }), far)
  expect(agent.path?.port).toBe(1)
  const nominated = agent.receive(check({ to: fresh, nominates: true }), far)
  expect(responseOf(nominated, fresh.password)).toBeDefined()
  expect(agent.path?.port).toBe(2)
  expect(agent.receive(check(), near)).toBeUndefined()
})
