import type { ErrorCode } from '@ringdown/protocol'
import type { AttributeRule } from './attribute-rule.js'

/**
 * How far an element or an attribute is carried out.
 *
 * - `supported`: it works.
 * - `ignored`: it is accepted without a word, because it has no effect here.
 * - `not-yet`: it is accepted, and the developer is told that nothing comes of it.
 * - `never`: it belongs to a service that this gateway does not have; it is skipped, and the developer is told.
 */
export type SupportState = 'supported' | 'ignored' | 'not-yet' | 'never'

/** What is known of one attribute of one element. */
export interface AttributeSchema {
  readonly state: SupportState
  /** Which values are valid; any when absent. */
  readonly rule?: AttributeRule
  /** Values of an attribute that is not supported yet which ask for what happens anyway. */
  readonly inertValues?: readonly string[]
}

/** What is known of one element. */
export interface ElementSchema {
  readonly state: SupportState
  /** Names of the elements that it may stand in. */
  readonly parents: readonly string[]
  readonly attributes: Readonly<Record<string, AttributeSchema>>
  /** Whether its text means anything. */
  readonly hasText?: boolean
  /** The warning for an element that may not stand in it, where Twilio has one of its own. */
  readonly nestedElementCode?: ErrorCode
}

/** Elements by name. */
export type ElementSchemas = Readonly<Record<string, ElementSchema>>

/** Schemas of attributes that share a state and have no rule. */
export function attributes(
  state: SupportState,
  ...names: readonly string[]
): Readonly<Record<string, AttributeSchema>> {
  return Object.fromEntries(names.map((name) => [name, { state }]))
}

/** Look something up that a document names: never finds what every object inherits. */
export function findByName<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
