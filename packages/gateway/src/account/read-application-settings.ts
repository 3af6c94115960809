import type { ErrorCode } from '@ringdown/protocol'
import { httpMethods } from '../http-method.js'
import { isWebhookUrl } from '../webhook/is-webhook-url.js'
import type { Application } from './application.js'
import { isFriendlyName, maxFriendlyNameLength } from './friendly-name.js'

/** What a person may set of an application, all but the switches. */
export type ApplicationSettings = Omit<
  Application,
  'sid' | 'accountSid' | 'createdAt' | 'updatedAt' | 'voiceCallerIdLookup'
>

/** The settings as a person or a program gave them: texts. An empty URL clears it. */
export type ApplicationTexts = { readonly [Name in keyof ApplicationSettings]?: string | undefined }

/** What is wrong with one of the texts. */
interface ApplicationFault {
  readonly field: keyof ApplicationSettings
  /** 20002, 21205, 21209 or 21609. */
  readonly code: ErrorCode
  /** What is allowed, to be read after "must be". */
  readonly allowed: string
}

/** Texts that were read: the settings that were given, and what is wrong with the others. */
export interface ApplicationReading {
  readonly settings: Partial<ApplicationSettings>
  readonly faults: readonly ApplicationFault[]
}

interface Rule {
  readonly code: ErrorCode
  readonly allowed: string
  /** Undefined: not allowed. */
  readonly read: (text: string) => string | null | undefined
}

const friendlyName: Rule = {
  code: 20002,
  allowed: `at most ${maxFriendlyNameLength} characters`,
  read: (text) => (isFriendlyName(text) ? text : undefined),
}

const url: Rule = {
  code: 21205,
  allowed: 'an absolute http or https URL, such as https://app.example/voice',
  read: (text) => (text === '' ? null : isWebhookUrl(text) ? text : undefined),
}

const statusCallback: Rule = { ...url, code: 21609 }

const method: Rule = {
  code: 21209,
  allowed: 'GET or POST',
  read: (text) => httpMethods.find((known) => known === text.toUpperCase()),
}

const rules: Readonly<Record<keyof ApplicationSettings, Rule>> = {
  friendlyName,
  voiceUrl: url,
  voiceMethod: method,
  voiceFallbackUrl: url,
  voiceFallbackMethod: method,
  statusCallback,
  statusCallbackMethod: method,
  smsUrl: url,
  smsMethod: method,
  smsFallbackUrl: url,
  smsFallbackMethod: method,
  smsStatusCallback: statusCallback,
  messageStatusCallback: statusCallback,
}

/** Read the settings of an application. URLs stay as they were written: fragment and user info mean something to webhooks. */
export function readApplicationSettings(texts: ApplicationTexts): ApplicationReading {
  const settings: Record<string, string | null> = {}
  const faults: ApplicationFault[] = []
  for (const field of Object.keys(rules) as (keyof ApplicationSettings)[]) {
    const text = texts[field]
    if (text === undefined) continue
    const { code, allowed, read } = rules[field]
    const value = read(text)
    if (value === undefined) faults.push({ field, code, allowed })
    else settings[field] = value
  }
  return { settings, faults }
}
