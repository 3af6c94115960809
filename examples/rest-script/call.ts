import twilio from 'twilio-6'
import { startApplication } from './application.js'
import { readEnvironment } from './environment.js'
import { report, reportEvent } from './report.js'

const { baseUrl, accountSid, authToken, clientName } = readEnvironment()
const client = twilio(accountSid, authToken)
// The one line that differs from a script for Twilio.
client.api.baseUrl = baseUrl

const server = await startApplication(authToken)
const application = await client.applications.create({
  friendlyName: 'rest-script',
  voiceUrl: server.url('/answered'),
  statusCallback: server.url('/ended'),
})
const number = await client.incomingPhoneNumbers.create({ areaCode: '500', voiceApplicationSid: application.sid })
const key = await client.newKeys.create({ friendlyName: 'rest-script' })
report(`${application.sid}, ${number.phoneNumber} and ${key.sid} are made`)

const to = `client:${clientName}`
const { sid } = await client.calls.create({ to, from: number.phoneNumber, applicationSid: application.sid })
report(`${sid} rings ${clientName}`)
const { path, params } = await server.next()
report(`${path}: ${params['CallStatus']}`)
if (path === '/answered') {
  await client.calls(sid).update({ url: server.url('/redirected') })
  report((await server.next()).path)
  await client.calls(sid).update({ status: 'completed' })
  report((await server.next()).path)
}

for (const event of await client.calls(sid).events.list()) reportEvent(event)
await client.keys(key.sid).remove()
await client.incomingPhoneNumbers(number.sid).remove()
await client.applications(application.sid).remove()
server.stop()
