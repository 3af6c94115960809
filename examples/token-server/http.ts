import { createServer } from 'node:http'
import { readEnvironment } from './environment.js'
import { reportListening } from './listening.js'
import { answerWithToken } from './token-answer.js'

const environment = readEnvironment()

const server = createServer((request, response) => {
  const [path, query] = (request.url ?? '').split('?', 2)
  if (request.method !== 'GET' || path !== '/token') {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Ask for GET /token?identity=<client name>.\n')
    return
  }
  const { status, headers, body } = answerWithToken(environment, new URLSearchParams(query).get('identity'))
  response.writeHead(status, headers).end(body)
})

server.listen(environment.port, '127.0.0.1', () => reportListening(server.address()))
