import { CallEndedError } from '../../twiml/control.js'
import type { DocumentAddress, TwimlDocument } from '../../twiml/document.js'
import { runDocument } from '../../twiml/interpreter.js'
import type { CallEnd } from '../call-end.js'
import type { CallSession } from '../call-session.js'
import { createDeferred } from '../deferred.js'
import type { CallCommand } from '../state/call-input.js'
import { createDocumentSource, type DocumentResult, type DocumentSource } from './document-source.js'
import { reportRemark } from './report-remark.js'
import { standardParams } from './request-params.js'
import { createScreeningControl } from './screening-control.js'

/** Whose documents screen whom. */
export interface ScreeningParts {
  readonly session: CallSession
  /** Of the dialled leg. */
  readonly end: CallEnd
  /** The first document. */
  readonly address: DocumentAddress
}

/**
 * Runs documents with whoever has answered a dialled leg, before anyone hears them (Twilio, `<Number>` and `<Client>`,
 * attribute `url`). At their end the two are connected; a `<Hangup>` ends the leg, and so does a document that cannot be
 * had: it may be what keeps a stranger out.
 */
export class Screening {
  readonly #parts: ScreeningParts
  readonly #stopped = createDeferred<undefined>()
  #isStopped = false

  constructor(parts: ScreeningParts) {
    this.#parts = parts
  }

  /** Whoever is called has answered. */
  start(): void {
    this.#parts.session.context.track(this.#run())
  }

  /** The leg is over, or has become another call's: nothing more is asked or done for it. */
  stop(): void {
    this.#isStopped = true
    this.#stopped.resolve(undefined)
  }

  /** Resolves when it has been stopped. */
  get stopped(): Promise<undefined> {
    return this.#stopped.promise
  }

  /** @throws CallEndedError when it has been stopped */
  expectToRun(): void {
    if (this.#isStopped) throw new CallEndedError('The leg is screened no more.')
  }

  /** Take a document that was asked for; when there is none, or it may not be run here, end the leg. */
  async accept(result: DocumentResult | undefined): Promise<TwimlDocument> {
    this.expectToRun()
    const document = result?.isOk === true ? this.#check(result) : undefined
    if (document !== undefined) return document
    await this.endLeg('application-failed')
    throw new CallEndedError('No document screens the leg.')
  }

  /** End the leg, unless that was done. */
  endLeg(cause: CallCommand<'callee-ended'>['cause']): Promise<void> {
    const { session, end } = this.#parts
    return session.run(async (apply) => {
      if (this.#isStopped) return
      await apply({ type: 'callee-ended', callSid: end.callSid, deviceId: end.id, cause, isTold: false })
    })
  }

  #check({ document, remarks }: DocumentResult & { readonly isOk: true }): TwimlDocument | undefined {
    const { context } = this.#parts.session
    const { callSid } = this.#parts.end
    for (const remark of remarks) reportRemark(context, callSid, remark)
    const dial = document.verbs.find(({ name }) => name === 'Dial')
    if (dial === undefined) return document
    const text = 'A document that runs before the connection cannot dial. The leg was ended.'
    reportRemark(context, callSid, { code: 13201, text, ...dial.position })
    return undefined
  }

  async #run(): Promise<void> {
    const { session, end } = this.#parts
    const { account, legs, ports } = session.context
    const { callSid } = end
    const source = createDocumentSource({ ports, account, callSid, legs, fallback: undefined })
    try {
      await this.#screen(source)
    } catch (error) {
      if (!(error instanceof CallEndedError)) {
        ports.observer.fault(callSid, error)
        await this.endLeg('application-failed')
      }
    }
    await source.settled()
    ports.webhooks.forget(callSid)
  }

  async #screen(source: DocumentSource): Promise<void> {
    const { session, end, address } = this.#parts
    const { callSid, id: deviceId } = end
    this.expectToRun()
    const asked = source.request(address, standardParams(session.context.legs.get(callSid)))
    const document = await this.accept(await Promise.race([asked, this.stopped]))
    await runDocument(document, createScreeningControl({ session, callSid, source, screening: this }))
    await session.run(async (apply) => {
      if (!this.#isStopped) await apply({ type: 'admitted', callSid, deviceId })
    })
  }
}
