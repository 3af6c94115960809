import type { Application } from './application.js'

/** What an application must be given, and what it may be. */
export type ApplicationDraft = Pick<Application, 'sid' | 'accountSid' | 'friendlyName'> & Partial<Application>

/** Fill in an application: no URLs, POST everywhere. */
export function createApplication(draft: ApplicationDraft, now: number): Application {
  return {
    voiceUrl: null,
    voiceMethod: 'POST',
    voiceFallbackUrl: null,
    voiceFallbackMethod: 'POST',
    statusCallback: null,
    statusCallbackMethod: 'POST',
    voiceCallerIdLookup: false,
    smsUrl: null,
    smsMethod: 'POST',
    smsFallbackUrl: null,
    smsFallbackMethod: 'POST',
    smsStatusCallback: null,
    messageStatusCallback: null,
    createdAt: now,
    updatedAt: now,
    ...draft,
  }
}
