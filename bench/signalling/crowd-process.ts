import { answerParent } from '../harness/worker.js'
import { inParallel } from './in-parallel.js'
import { LoadDevice } from './load-device.js'
import type { ServerKind } from './server-questions.js'
import { signOn, signOnFrames } from './sign-on.js'

/** Which devices come, and where to. */
export interface Crowd {
  readonly kind: ServerKind
  readonly url: string
  readonly count: number
}

/** What can be asked of the load generator for devices that make no calls. Times are in milliseconds. */
export type CrowdQuestions = {
  /** Let devices connect, listen and register. Answers how long that took. */
  readonly enter: (crowd: Crowd) => Promise<number>
  /** Let each of them listen and register once more, on the connection that it has. Answers how long that took. */
  readonly signOnAgain: () => Promise<number>
  /** Let all of them go. */
  readonly leave: () => Promise<void>
}

interface Member {
  readonly device: LoadDevice
  readonly frames: readonly string[]
}

/** Devices that are under way at once: enough to keep a server busy. */
const atOnce = 50

let kind: ServerKind = 'bare'
let members: readonly Member[] = []

/**
 * Stay awake meanwhile: whoever writes to a process that sleeps pays for waking it, and only the slower of two servers
 * lets the load generator sleep.
 */
async function timed(task: () => Promise<unknown>): Promise<number> {
  let isOver = false
  const stayAwake = (): void => {
    if (!isOver) setImmediate(stayAwake)
  }
  stayAwake()
  const startedAtMs = performance.now()
  await task()
  isOver = true
  return performance.now() - startedAtMs
}

const questions: CrowdQuestions = {
  enter: async (crowd) => {
    kind = crowd.kind
    const applicants = Array.from({ length: crowd.count }, (_, place) => signOnFrames(`device_${place}`))
    return timed(async () => {
      members = await inParallel(applicants, atOnce, async (frames) => {
        const device = await LoadDevice.connect(crowd.url)
        await signOn(device, kind, frames)
        return { device, frames }
      })
    })
  },
  signOnAgain: () => timed(() => inParallel(members, atOnce, ({ device, frames }) => signOn(device, kind, frames))),
  leave: async () => {
    await inParallel(members, atOnce, ({ device }) => device.leave())
    members = []
  },
}

answerParent(questions)
