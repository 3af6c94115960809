import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { protocolLimits } from '@ringdown/protocol'

import { answerParent } from '../harness/worker.js'
import { createMeter, type ServerQuestions } from './server-questions.js'
import { type Socket, WebSocketServer } from './web-socket.js'

/** Under this path two connections to the same URL hear each other; under any other each hears itself. */
const relayPath = '/relay/'

const server = createServer()
/** As the gateway's. */
const options = { maxPayload: protocolLimits.maxFrameBytes, perMessageDeflate: false, clientTracking: false } as const
const sockets = new WebSocketServer({ noServer: true, ...options })
const waiting = new Map<string, Socket>()

function join(from: Socket, to: Socket): void {
  from.on('message', (data: Buffer, binary: boolean) => to.send(data, { binary }))
}

function accept(socket: Socket, path: string): void {
  const far = path.startsWith(relayPath) ? waiting.get(path) : socket
  if (far === undefined) {
    waiting.set(path, socket)
    return
  }
  waiting.delete(path)
  join(socket, far)
  if (far !== socket) join(far, socket)
}

server.on('upgrade', (request, stream, head) => {
  sockets.handleUpgrade(request, stream, head, (socket) => accept(socket, request.url ?? ''))
})

const questions: ServerQuestions = {
  open: async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  },
  ...createMeter(),
}

answerParent(questions)
