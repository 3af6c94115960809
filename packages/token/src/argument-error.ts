/** What is wrong with an argument. Stable: a code is never renamed and never reused. */
export type ArgumentErrorCode =
  | 'missing'
  | 'type'
  | 'range'
  | 'client-name'
  | 'sid'
  | 'encoding'
  | 'key'
  | 'scope'
  | 'conflict'
  | 'reserved-claim'
  | 'unsupported-grant'

/**
 * A caller passed something that no correct token can be made from, or verified with.
 *
 * The message names the argument, the type of the value and the rule; never the value, which may be a secret.
 * It is a `TypeError`, so code written against the official library's argument errors keeps working.
 */
export class TokenArgumentError extends TypeError {
  /** Always `TokenArgumentError`. */
  override readonly name: string = 'TokenArgumentError'
  /** What is wrong. */
  readonly code: ArgumentErrorCode
  /** The argument at fault as a path, such as `options.ttl` or `params["user_id"]`. */
  readonly argument: string

  constructor(code: ArgumentErrorCode, argument: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.argument = argument
  }
}

/** The error for an argument that was left out; its first sentence is the official library's. */
export function missingArgument(argument: string, advice: string): TokenArgumentError {
  return new TokenArgumentError('missing', argument, `Required parameter "${argument}" missing. ${advice}`)
}

/** The error for a value that breaks a rule: `argument must be rule; got a <type>`. */
export function badArgument(
  code: ArgumentErrorCode,
  argument: string,
  value: unknown,
  rule: string,
): TokenArgumentError {
  return new TokenArgumentError(code, argument, `${argument} must be ${rule}; got ${describeType(value)}.`)
}

/**
 * Check that options were passed, as an object.
 *
 * @param example - the least that must be in them
 * @throws TokenArgumentError with code `missing` or `type`
 */
export function checkOptions(options: unknown, example: string): void {
  if (options === undefined || options === null) throw missingArgument('options', `Pass ${example}.`)
  if (typeof options !== 'object') throw badArgument('type', 'options', options, 'an object')
}

/** Name the type of a value for a person, without showing the value. */
export function describeType(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (value === '') return 'an empty string'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'number') return describeNumber(value)
  if (typeof value === 'object') return `an object (${nameClass(value)})`
  return `a ${typeof value}`
}

// By way of the prototype: a property called `constructor` of the value itself would be a part of the value.
function nameClass(value: object): string {
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: unknown } | null
  return typeof prototype?.constructor === 'function' ? prototype.constructor.name : 'no class'
}

function describeNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  return Number.isInteger(value) ? 'a number out of range' : 'a fraction'
}
