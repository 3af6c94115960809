import type { CallSid, ErrorCode } from '@ringdown/protocol'
import { MediaError } from '../../media/media.js'
import type { CallContext } from '../call-context.js'

/** What came of a step of media set-up. */
export type MediaOutcome<Result> =
  | { readonly isOk: true; readonly result: Result }
  | {
      readonly isOk: false
      /** What the device is told whose media it is. */
      readonly error: ErrorCode
    }

/** Take a step of media set-up for one leg. It never rejects: a failure is noted, and a defect of the engine reported. */
export async function tryMedia<Result>(
  { legs, ports }: Pick<CallContext, 'legs' | 'ports'>,
  callSid: CallSid,
  task: () => Promise<Result>,
): Promise<MediaOutcome<Result>> {
  try {
    return { isOk: true, result: await task() }
  } catch (error) {
    const code = error instanceof MediaError ? error.code : 'defect'
    const reason = error instanceof Error ? error.message : String(error)
    legs.note(callSid, 'media', 'refused', { code, reason })
    if (code === 'defect') ports.observer.fault(callSid, error)
    return { isOk: false, error: code === 'bad-sdp' || code === 'no-codec' ? 31400 : 31000 }
  }
}
