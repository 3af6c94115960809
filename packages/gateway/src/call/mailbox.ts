/** Runs tasks one after another: inputs to one call never interleave. */
export interface Mailbox {
  /** Run a task after every earlier one; the promise settles as the task does. */
  post<Result>(task: () => Result | Promise<Result>): Promise<Result>
}

/** Make a mailbox. A task that fails does not hold up the next. */
export function createMailbox(): Mailbox {
  return new PromiseChain()
}

const nothing: Promise<unknown> = Promise.resolve()

class PromiseChain implements Mailbox {
  #last = nothing

  post<Result>(task: () => Result | Promise<Result>): Promise<Result> {
    const result = this.#last.then(task)
    this.#last = result.catch(ignore)
    return result
  }
}

function ignore(): void {
  // Whoever posted the task hears of its failure.
}
