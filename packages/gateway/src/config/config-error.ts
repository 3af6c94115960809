/** A configuration that cannot be used: every problem in a sentence that names the key, where it was set, and what is allowed. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError'
  /** At least one; none holds a secret. */
  readonly problems: readonly string[]

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options)
    this.problems = Object.freeze([...problems])
  }
}
