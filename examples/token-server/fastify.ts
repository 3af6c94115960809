import fastify from 'fastify'
import { readEnvironment } from './environment.js'
import { reportListening } from './listening.js'
import { answerWithToken } from './token-answer.js'

const environment = readEnvironment()
const app = fastify()

app.get<{ Querystring: { identity?: unknown } }>('/token', (request, reply) => {
  const { status, headers, body } = answerWithToken(environment, request.query.identity)
  return reply.code(status).headers(headers).send(body)
})

await app.listen({ port: environment.port, host: '127.0.0.1' })
reportListening(app.server.address())
