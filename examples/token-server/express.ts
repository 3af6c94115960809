import express from 'express'
import { readEnvironment } from './environment.js'
import { reportListening } from './listening.js'
import { answerWithToken } from './token-answer.js'

const environment = readEnvironment()
const app = express()

app.get('/token', (request, response) => {
  const { status, headers, body } = answerWithToken(environment, request.query['identity'])
  response.writeHead(status, headers).end(body)
})

const server = app.listen(environment.port, '127.0.0.1', (error) => {
  // Express 5 calls back with the error of a port that is taken, too.
  if (error !== undefined) throw error
  reportListening(server.address())
})
