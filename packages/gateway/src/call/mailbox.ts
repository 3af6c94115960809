/** Runs tasks one after another: inputs to one call never interleave. */
export interface Mailbox {
  /** Run a task after every earlier one; the promise settles as the task does. */
  post<Result>(task: () => Result | Promise<Result>): Promise<Result>
}

/** Make a mailbox. A task that fails does not hold up the next. */
export function createMailbox(): Mailbox {
  let last: Promise<unknown> = Promise.resolve()
  return {
    post<Result>(task: () => Result | Promise<Result>): Promise<Result> {
      const result = last.then(task)
      last = result.catch(() => undefined)
      return result
    },
  }
}
