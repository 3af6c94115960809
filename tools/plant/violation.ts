import type { StepName } from '../check/step-table.js'

/** One thing done wrong on purpose, and the check that has to notice. */
export interface Violation {
  readonly name: string
  readonly step: StepName
  /** Texts that must all occur in what the step prints: it failed, and for this reason. */
  readonly expected: readonly string[]
  /** Paths from the root; a function is given the present text and returns the planted one. */
  readonly files: Readonly<Record<string, PlantedText>>
  /** Names of packages the violation needs; one the tree does not have is planted, minimal and built. */
  readonly packages?: readonly string[]
  /** The step reads dist/, so build what was planted first; the violation itself must compile. */
  readonly needsBuild?: boolean
  /** Narrows the step, to keep the run short. */
  readonly args?: readonly string[]
}

/** The text of a planted file, or the change that makes it. */
export type PlantedText = string | ((presentText: string) => string)

/** Adds lines to the end of a file. */
export function append(text: string): PlantedText {
  return (presentText) => `${presentText}${text}`
}

/** Replaces a text that the file must contain. */
export function replace(from: string, to: string): PlantedText {
  return (presentText) => {
    if (!presentText.includes(from)) throw new Error(`Nothing to plant: the file does not contain ${from}`)
    return presentText.replaceAll(from, to)
  }
}

/** Changes keys of a JSON file; of a key that holds an object, only the members given. */
export function merge(changes: Readonly<Record<string, unknown>>): PlantedText {
  return (presentText) => {
    const present = JSON.parse(presentText) as Readonly<Record<string, unknown>>
    const changed = Object.entries(changes).map(([key, value]) => [key, mergeValue(present[key], value)] as const)
    return JSON.stringify({ ...present, ...Object.fromEntries(changed) }, undefined, 2)
  }
}

function mergeValue(present: unknown, value: unknown): unknown {
  return isPlainObject(present) && isPlainObject(value) ? { ...present, ...value } : value
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
