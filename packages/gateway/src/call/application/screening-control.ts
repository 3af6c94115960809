import type { CallSid } from '@ringdown/protocol'
import type { CallControl } from '../../twiml/control.js'
import type { TwimlDocument } from '../../twiml/document.js'
import type { CallSession } from '../call-session.js'
import type { DocumentResult, DocumentSource } from './document-source.js'
import { reportRemark } from './report-remark.js'
import { standardParams } from './request-params.js'
import { waitSeconds } from './wait-seconds.js'

/** How documents that screen a leg are taken and stopped. */
interface ScreeningTurn {
  /** Resolves when nothing more of the documents is to be run. */
  readonly stopped: Promise<undefined>
  /** @throws CallEndedError when nothing more of the documents is to be run */
  expectToRun(): void
  /** Take a document that was asked for; when there is none, or it may not be run here, end the leg. */
  accept(result: DocumentResult | undefined): Promise<TwimlDocument>
  /** End the leg, unless that was done. */
  endLeg(cause: 'hangup'): Promise<void>
}

/** What a screening document's verbs act on. */
interface ScreenedLeg {
  readonly session: CallSession
  readonly callSid: CallSid
  readonly source: DocumentSource
  readonly screening: ScreeningTurn
}

/** Make what a document's verbs act on a leg through that is being screened. */
export function createScreeningControl({ session, callSid, source, screening }: ScreenedLeg): CallControl {
  const { legs, ports } = session.context

  async function end(): Promise<void> {
    await screening.endLeg('hangup')
    screening.expectToRun()
  }

  return {
    answer() {
      screening.expectToRun()
      return Promise.resolve()
    },
    async pause(seconds) {
      await waitSeconds(ports.clock, seconds, screening.stopped)
      screening.expectToRun()
    },
    dial: () => Promise.reject(new RangeError('A document that dials is not accepted here')),
    reject: end,
    hangup: end,
    async fetch({ url, method, params }) {
      screening.expectToRun()
      const asked = source.request({ url, method }, { ...standardParams(legs.get(callSid)), ...params })
      return screening.accept(await Promise.race([asked, screening.stopped]))
    },
    remark: (remark) => {
      screening.expectToRun()
      reportRemark(session.context, callSid, remark)
    },
  }
}
