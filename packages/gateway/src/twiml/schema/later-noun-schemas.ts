import { attributes, type ElementSchema, type ElementSchemas } from './element-schema.js'

const inSpeech = ['Say', 'emphasis', 'lang', 'p', 'prosody', 's', 'w'] as const

function noun(parents: readonly string[], ...names: readonly string[]): ElementSchema {
  return { state: 'not-yet', parents, attributes: attributes('not-yet', ...names) }
}

function speech(...names: readonly string[]): ElementSchema {
  return { ...noun(inSpeech, ...names), hasText: true }
}

function foreign(...parents: readonly string[]): ElementSchema {
  return { state: 'never', parents, hasText: true, attributes: {} }
}

/** What stands in verbs that cannot be carried out yet. */
export const laterNounSchemas = {
  Stream: noun(
    ['Start', 'Stop', 'Connect'],
    'url',
    'name',
    'track',
    'connectorName',
    'statusCallback',
    'statusCallbackMethod',
    'audioFormat',
    'sampleRate',
  ),
  Siprec: noun(['Start', 'Stop'], 'name', 'connectorName', 'track', 'statusCallback', 'statusCallbackMethod'),
  Recording: noun(
    ['Start'],
    'track',
    'channels',
    'trim',
    'recordingStatusCallback',
    'recordingStatusCallbackEvent',
    'recordingStatusCallbackMethod',
    'recordingConfigurationId',
  ),
  Transcription: noun(
    ['Start', 'Stop'],
    'name',
    'track',
    'languageCode',
    'transcriptionEngine',
    'speechModel',
    'hints',
    'partialResults',
    'profanityFilter',
    'enableAutomaticPunctuation',
    'inboundTrackLabel',
    'outboundTrackLabel',
    'intelligenceService',
    'statusCallbackUrl',
    'statusCallbackMethod',
  ),
  Config: noun(['Transcription', 'VirtualAgent'], 'name', 'value'),
  break: noun(inSpeech, 'strength', 'time'),
  emphasis: speech('level'),
  lang: speech('xml:lang'),
  p: speech(),
  phoneme: speech('alphabet', 'ph'),
  prosody: speech('volume', 'rate', 'pitch'),
  s: speech(),
  'say-as': speech('interpret-as', 'format'),
  sub: speech('alias'),
  w: speech('role'),
} as const satisfies ElementSchemas

/** What belongs to services that are no part of this gateway. */
export const foreignSchemas = {
  Pay: foreign('Response'),
  Prompt: foreign('Response', 'Pay'),
  Sms: foreign('Response'),
  Sim: foreign('Dial'),
  WhatsApp: foreign('Dial'),
  VirtualAgent: foreign('Connect'),
  Autopilot: foreign('Connect'),
  ConversationRelay: foreign('Connect'),
  ConversationRelaySession: foreign('Connect'),
  Language: foreign('ConversationRelay'),
  AiSession: foreign('Connect'),
  Conversation: foreign('Connect'),
  Room: foreign('Connect'),
  Task: foreign('Enqueue'),
} as const satisfies ElementSchemas
