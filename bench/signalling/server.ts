import { Worker } from '../harness/worker.js'
import type { GatewayQuestions } from './gateway-process.js'
import { readMetric } from './read-metric.js'
import type { ServerKind, ServerQuestions } from './server-questions.js'

/** A server that runs, in a process of its own. */
export interface Server {
  readonly kind: ServerKind
  readonly worker: Worker<ServerQuestions>
  readonly url: string
  /**
   * End it.
   *
   * @throws Error when something went wrong in it that nobody heard of
   */
  stop(): Promise<void>
}

/** A gateway that runs. */
export interface GatewayServer extends Server {
  readonly worker: Worker<GatewayQuestions>
}

/** For a gateway in which no call is made: nobody listens there. */
const noVoiceUrl = 'http://127.0.0.1:9/'

/** How a gateway is started. */
interface GatewayOptions {
  /** The gateway's own engine, which is the default, or one without a network. */
  readonly media?: 'werift' | 'fake'
  /** Default: {@link noVoiceUrl}. */
  readonly voiceUrl?: string
  /** Whether it tells, when it ends, what took most of its time; default false. */
  readonly isProfiled?: boolean
}

/** Start the bare server. */
export async function startBare(): Promise<Server> {
  const worker = await Worker.start<ServerQuestions>(new URL('bare-process.ts', import.meta.url))
  const stop = (): Promise<void> => {
    worker.stop()
    return Promise.resolve()
  }
  return { kind: 'bare', worker, url: await worker.ask('open'), stop }
}

/** Start a gateway, with a store that holds nothing but an account and its application. */
export async function startGateway(options: GatewayOptions): Promise<GatewayServer> {
  const { media = 'werift', voiceUrl = noVoiceUrl, isProfiled = false } = options
  const file = new URL('gateway-process.ts', import.meta.url)
  const worker = await Worker.start<GatewayQuestions>(file, media, voiceUrl, isProfiled ? 'profiled' : 'plain')
  const url = await worker.ask('open')
  const stop = async (): Promise<void> => {
    const faults = await readMetric(url, 'ringdown_faults_total')
    worker.stop()
    if (faults !== 0) throw new Error(`The gateway met ${faults} defects of its own.`)
  }
  return { kind: 'gateway', worker, url, stop }
}
