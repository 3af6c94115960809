import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** What can be asked of a process: a function a question. Arguments and results travel as JSON. */
export type Questions = Readonly<Record<string, (argument: never) => unknown>>

interface Question {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly failure?: string
}

/** No process of a benchmark outlives this, whatever happens to the others. */
const lifetimeMs = 300_000

/** Answer the parent process, until it lets go. */
export function answerParent(questions: Questions): void {
  process.on('message', ({ id, name, argument }: Question) => {
    void answer(questions, name, argument).then((outcome) => process.send?.({ id, ...outcome }))
  })
  process.on('disconnect', () => process.exit())
  setTimeout(() => process.exit(1), lifetimeMs).unref()
  process.send?.({ id: 0 } satisfies Answer)
}

async function answer(questions: Questions, name: string, argument: unknown): Promise<Omit<Answer, 'id'>> {
  try {
    return { result: await questions[name]?.(argument as never) }
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** A process of its own that answers questions. */
export class Worker<Asked extends Questions> {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #asked = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    child.on('message', (answer: Answer) => {
      this.#waiting.get(answer.id)?.(answer)
      this.#waiting.delete(answer.id)
    })
    child.on('exit', (code) => {
      for (const [id, settle] of this.#waiting) settle({ id, failure: `The process ended with code ${code ?? '?'}.` })
    })
  }

  /** Start one; it runs as this process was started. */
  static async start<Asked extends Questions>(file: URL, ...names: readonly string[]): Promise<Worker<Asked>> {
    const child = fork(file, [...names])
    await once(child, 'message')
    return new Worker<Asked>(child)
  }

  /**
   * Ask one thing.
   *
   * @throws Error when the answer is a failure, or the process ends
   */
  async ask<Name extends keyof Asked & string>(
    name: Name,
    ...[argument]: Parameters<Asked[Name]>
  ): Promise<Awaited<ReturnType<Asked[Name]>>> {
    this.#asked += 1
    const id = this.#asked
    const { result, failure } = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#child.send({ id, name, argument } satisfies Question)
    })
    if (failure !== undefined) throw new Error(`${name}: ${failure}`)
    return result as Awaited<ReturnType<Asked[Name]>>
  }

  /** Let it go. */
  stop(): void {
    this.#child.disconnect()
  }
}
