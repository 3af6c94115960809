import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { readEnvironment } from './environment.js'
import { reportListening } from './listening.js'
import { answerWithToken } from './token-answer.js'

const environment = readEnvironment()
const app = new Hono()

app.get('/token', (context) => {
  const { status, headers, body } = answerWithToken(environment, context.req.query('identity'))
  return context.body(body, status, headers)
})

serve({ fetch: app.fetch, port: environment.port, hostname: '127.0.0.1' }, reportListening)
