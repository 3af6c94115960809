import type { HttpMethod } from '../http-method.js'
import type { TwimlAttribute, TwimlElement } from './element.js'
import { quote, type Reading } from './reading.js'
import { type ElementSchema, findByName } from './schema/element-schema.js'
import { elementTable } from './schema/element-table.js'

/** What of an element is as it should be; the rest has been remarked on. */
export interface CheckedElement {
  /** Valid values by attribute name, without surrounding white space; an attribute that is missing or invalid has none. */
  readonly values: Readonly<Record<string, string | undefined>>
  /** The elements that may stand in it, but for those that belong to other services. */
  readonly children: readonly TwimlElement[]
}

/** Attributes about the XML itself, such as a schema's location. */
const xmlAttribute = /^(?:xmlns$|xmlns:|xsi:|xml:)/

/**
 * Hold an element against what is known of it. A warning is made for each attribute that is unknown, invalid or not
 * supported yet, for each element that is unknown or misplaced, and for text that means nothing.
 */
export function checkElement(element: TwimlElement, reading: Reading): CheckedElement {
  const schema = findByName(elementTable, element.name)
  if (schema === undefined) throw new RangeError(`There is no element ${element.name}`)
  if (schema.hasText !== true && element.text !== '') {
    reading.remark(12200, `Text in <${element.name}> has no meaning; it was ignored.`, element)
  }
  const valid = element.attributes.filter((attribute) => isValid(attribute, { element, schema, reading }))
  return {
    values: Object.fromEntries(valid.map(({ name, value }) => [name, value.trim()])),
    children: element.children.filter((child) => isWellPlaced(child, { element, schema, reading })),
  }
}

interface Surroundings {
  readonly element: TwimlElement
  readonly schema: ElementSchema
  readonly reading: Reading
}

function isValid(attribute: TwimlAttribute, { element, schema, reading }: Surroundings): boolean {
  const { name, value } = attribute
  const known = findByName(schema.attributes, name)
  const where = `The attribute ${quote(name)} of <${element.name}>`
  if (known === undefined) {
    if (xmlAttribute.test(name)) return false
    const meant = sameButForCase(Object.keys(schema.attributes), name)
    const hint = meant === undefined ? '' : ` Did you mean ${quote(meant)}? Capital letters count.`
    reading.remark(12200, `${where} is unknown; it was ignored.${hint}`, attribute)
    return false
  }
  const fault = known.rule?.(value.trim(), reading.baseUrl)
  if (fault !== undefined) {
    reading.remark(
      fault.code,
      `${where} is not valid${fault.isUrl ? '' : `: ${quote(value)}`}. ${fault.advice}`,
      attribute,
    )
    return false
  }
  // Of an element that is not supported at all, one remark is enough.
  const isNews = schema.state === 'supported' && known.state === 'not-yet'
  if (isNews && known.inertValues?.includes(value.trim()) !== true) {
    reading.remark(12200, `${where} is not supported yet; it was ignored.`, attribute)
  }
  return true
}

function isWellPlaced(child: TwimlElement, { element, schema, reading }: Surroundings): boolean {
  const known = findByName(elementTable, child.name)
  const code = schema.nestedElementCode ?? 12200
  if (known?.parents.includes(element.name) !== true) {
    reading.remark(code, `${misplacement(child, element)} It was skipped.`, child)
    return false
  }
  if (known.state === 'never') {
    const text = `<${child.name}> belongs to a service that is not part of this gateway. It was skipped.`
    reading.remark(12200, text, child)
    return false
  }
  return true
}

function misplacement({ name }: TwimlElement, parent: TwimlElement): string {
  const known = findByName(elementTable, name)
  if (known !== undefined) {
    const places = known.parents.map((place) => `<${place}>`).join(', ')
    return `<${name}> may not stand in <${parent.name}>${places === '' ? '' : `, only in ${places}`}.`
  }
  const meant = sameButForCase(Object.keys(elementTable), name)
  const hint = meant === undefined ? '' : ` Did you mean <${meant}>? Capital letters count.`
  return `The element ${quote(name)} in <${parent.name}> is unknown.${hint}`
}

function sameButForCase(names: readonly string[], name: string): string | undefined {
  return names.find((known) => known.toLowerCase() === name.toLowerCase())
}

/** Whether a checked attribute says true. */
export function isTrue(checked: CheckedElement, name: string): boolean {
  return checked.values[name] === 'true'
}

/** A checked whole number, or the default. */
export function numberValue(checked: CheckedElement, name: string, defaultValue: number): number {
  const value = checked.values[name]
  return value === undefined ? defaultValue : Number(value)
}

/** A checked method, or the default that Twilio has everywhere. */
export function methodValue(checked: CheckedElement, name: string): HttpMethod {
  return checked.values[name]?.toUpperCase() === 'GET' ? 'GET' : 'POST'
}
