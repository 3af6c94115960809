import {
  type CallControl,
  CallEndedError,
  type DialOutcome,
  type DocumentRequest,
  type TwimlRemark,
} from '../control.js'
import type { DialSpec, TwimlDocument } from '../document.js'

/** Something that a verb did to the call. */
export type ControlAction =
  | { readonly type: 'answer' | 'hangup' }
  | { readonly type: 'pause'; readonly seconds: number }
  | { readonly type: 'dial'; readonly spec: DialSpec }
  | { readonly type: 'reject'; readonly reason: 'rejected' | 'busy' }
  | { readonly type: 'fetch'; readonly request: DocumentRequest }

/** How the call behaves. */
export interface FakeCallScript {
  /** How each dial ends; by default nobody is there. */
  readonly dial?: (spec: DialSpec) => DialOutcome
  /** What the application answers; by default an empty document. */
  readonly fetch?: (request: DocumentRequest) => TwimlDocument
  /** The call ends, by a hand other than the verbs', in the middle of this action: the first is 0. */
  readonly endsDuring?: number
}

/** What nobody answers: the outcome of a dial whose clients are not registered. */
export const nobodyThere: DialOutcome = {
  status: 'no-answer',
  callSid: 'CA00000000000000000000000000000001',
  durationSeconds: undefined,
  isBridged: false,
}

/** A call that does nothing but keep the contract of {@link CallControl} and remember what was done to it. */
export class FakeCallControl implements CallControl {
  readonly actions: ControlAction[] = []
  readonly remarks: TwimlRemark[] = []
  isOver = false
  readonly #script: FakeCallScript

  constructor(script: FakeCallScript = {}) {
    this.#script = script
  }

  /** The kinds of the actions, in order. */
  get steps(): readonly ControlAction['type'][] {
    return this.actions.map(({ type }) => type)
  }

  async answer(): Promise<void> {
    await this.#act({ type: 'answer' })
  }

  async pause(seconds: number): Promise<void> {
    await this.#act({ type: 'pause', seconds })
  }

  async dial(spec: DialSpec): Promise<DialOutcome> {
    this.#start({ type: 'dial', spec })
    await Promise.resolve()
    // A dial that the end of the call cuts short has an outcome all the same.
    return this.#script.dial?.(spec) ?? nobodyThere
  }

  async reject(reason: 'rejected' | 'busy'): Promise<void> {
    await this.#act({ type: 'reject', reason })
    this.isOver = true
  }

  async hangup(): Promise<void> {
    await this.#act({ type: 'hangup' })
    this.isOver = true
  }

  async fetch(request: DocumentRequest): Promise<TwimlDocument> {
    // The action URL hears of the end of a call, too; its answer then leads nowhere.
    this.actions.push({ type: 'fetch', request })
    await Promise.resolve()
    if (this.isOver) throw new CallEndedError('The call has ended.')
    return this.#script.fetch?.(request) ?? { baseUrl: request.url, verbs: [] }
  }

  remark(remark: TwimlRemark): void {
    this.remarks.push(remark)
  }

  async #act(action: ControlAction): Promise<void> {
    this.#start(action)
    await Promise.resolve()
    if (this.isOver) throw new CallEndedError('The call has ended.')
  }

  #start(action: ControlAction): void {
    if (this.isOver) throw new CallEndedError('The call has ended.')
    this.actions.push(action)
    if (this.actions.length - 1 === this.#script.endsDuring) this.isOver = true
  }
}
