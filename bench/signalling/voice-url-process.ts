import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { answerParent } from '../harness/worker.js'
import { heldName, targetName } from './call-parameter.js'

/** What can be asked of the application's web server. */
export type VoiceUrlQuestions = {
  /** Begin to listen. Answers with the VoiceUrl. */
  readonly open: () => Promise<string>
}

/** Dial whom the device asks for, and tell them how long the request was held here. */
async function answer(request: IncomingMessage): Promise<string> {
  const arrivedAtMs = performance.now()
  const target = new URLSearchParams(await text(request)).get(targetName) ?? ''
  const heldMs = performance.now() - arrivedAtMs
  const parameter = `<Parameter name="${heldName}" value="${heldMs}"/>`
  return `<Response><Dial><Client><Identity>${target}</Identity>${parameter}</Client></Dial></Response>`
}

const server = createServer((request, response) => {
  void answer(request).then((document) => {
    response.setHeader('Content-Type', 'text/xml')
    response.end(document)
  })
})

const questions: VoiceUrlQuestions = {
  open: async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/voice`
  },
}

answerParent(questions)
