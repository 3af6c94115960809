import twilio6 from 'twilio-6'

const { VoiceResponse } = twilio6.twiml

/** A document in the making, by the official library. */
export type Twiml = InstanceType<typeof VoiceResponse>

type DialAttributes = NonNullable<Parameters<Twiml['dial']>[0]>

/** An empty document. */
export function twiml(): Twiml {
  return new VoiceResponse()
}

/** A document that dials one client. */
export function dialClient(name: string, attributes: DialAttributes = {}): Twiml {
  const response = twiml()
  response.dial(attributes).client(name)
  return response
}
