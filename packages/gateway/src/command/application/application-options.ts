import type { ApplicationTexts } from '../../account/read-application-settings.js'
import { friendlyNameOption } from '../input/read-friendly-name.js'

/** The settings of an application, as options. */
export const applicationOptions = {
  ...friendlyNameOption,
  'voice-url': { value: 'url', text: 'asked what to do with a call' },
  'voice-method': { value: 'method', text: 'GET or POST' },
  'voice-fallback-url': { value: 'url', text: 'asked in its place when that fails' },
  'voice-fallback-method': { value: 'method', text: 'GET or POST' },
  'status-callback': { value: 'url', text: 'told when a call has ended' },
  'status-callback-method': { value: 'method', text: 'GET or POST' },
} as const

/** One of {@link applicationOptions}. */
export type ApplicationOption = keyof typeof applicationOptions

/** What each option sets. */
export const applicationFields = {
  'friendly-name': 'friendlyName',
  'voice-url': 'voiceUrl',
  'voice-method': 'voiceMethod',
  'voice-fallback-url': 'voiceFallbackUrl',
  'voice-fallback-method': 'voiceFallbackMethod',
  'status-callback': 'statusCallback',
  'status-callback-method': 'statusCallbackMethod',
} as const satisfies Record<ApplicationOption, keyof ApplicationTexts>
