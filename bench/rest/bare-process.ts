import type { AddressInfo } from 'node:net'
import { answerParent } from '../harness/worker.js'
import { createMeter, type ServerQuestions } from '../signalling/server-questions.js'
import { fastify } from './gateway-library.js'

/** What can be asked of the bare server's process beside that. */
export type BareQuestions = ServerQuestions & {
  /** What to answer every request with. */
  readonly serve: (body: string) => void
}

let answer = ''
const app = fastify()

// The same path pattern, so that finding the route costs the same.
app.get('/2010-04-01/Accounts/:AccountSid/Applications/:Sid.json', (_request, reply) => {
  reply.type('application/json; charset=utf-8').send(answer)
})

const questions: BareQuestions = {
  open: async () => {
    await app.listen({ host: '127.0.0.1', port: 0 })
    return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  },
  serve: (body) => {
    answer = body
  },
  ...createMeter(),
}

answerParent(questions)
