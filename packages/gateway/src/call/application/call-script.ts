import type { Application } from '../../account/application.js'
import type { IncomingPhoneNumber } from '../../account/incoming-phone-number.js'
import type { HttpMethod } from '../../http-method.js'
import type { DocumentAddress } from '../../twiml/document.js'

/** Where a document comes from: an address that is asked, or the document itself. */
type DocumentOrigin = { readonly address: DocumentAddress } | { readonly twiml: string }

/** What a call is to do, and who hears of its end. */
export interface CallScript {
  /** Undefined: an application, or a number, that has no VoiceUrl. */
  readonly document: DocumentOrigin | undefined
  /** Asked when that fails, or a document that it led to. */
  readonly fallback: DocumentAddress | undefined
  /** Told once, when the call is over, unless its leg has status callbacks of its own. */
  readonly statusCallback?: DocumentAddress | undefined
}

/** What an application does with its calls. */
export function scriptOf(application: Application): CallScript {
  const address = addressOf(application.voiceUrl, application.voiceMethod)
  return {
    document: address && { address },
    fallback: addressOf(application.voiceFallbackUrl, application.voiceFallbackMethod),
    statusCallback: addressOf(application.statusCallback, application.statusCallbackMethod),
  }
}

/** What a number does with its calls where no application answers them. */
export function scriptOfNumber(number: IncomingPhoneNumber): CallScript {
  const address = addressOf(number.voiceUrl, number.voiceMethod)
  return {
    document: address && { address },
    fallback: addressOf(number.voiceFallbackUrl, number.voiceFallbackMethod),
    statusCallback: addressOf(number.statusCallback, number.statusCallbackMethod),
  }
}

function addressOf(url: string | null, method: HttpMethod): DocumentAddress | undefined {
  return url === null ? undefined : { url, method }
}
