import { type CheckedElement, checkElement } from '../check-element.js'
import type { ClientTarget } from '../document.js'
import type { TwimlElement } from '../element.js'
import { quote, type Reading } from '../reading.js'
import { twimlLimits } from '../twiml-limits.js'
import { readClient } from './client.js'

/** Read whom a `<Dial>` is to ring. Everyone who cannot be rung is remarked on and left out. */
export function readTargets(element: TwimlElement, { children }: CheckedElement, reading: Reading): ClientTarget[] {
  if (element.text !== '') refuseNumber(element.text, element, reading)
  const targets: ClientTarget[] = []
  for (const child of children) {
    if (child.name !== 'Client') {
      refuseNoun(child, reading)
      continue
    }
    const target = readClient(child, reading)
    if (target === undefined) continue
    if (targets.length < twimlLimits.maxClientsPerDial) {
      targets.push(target)
      continue
    }
    const text = `A <Dial> rings at most ${twimlLimits.maxClientsPerDial} clients; ${quote(target.clientName)} was left out.`
    reading.remark(13250, text, child)
  }
  remarkOnMixture(element, children, reading)
  return targets
}

function refuseNoun(element: TwimlElement, reading: Reading): void {
  checkElement(element, reading)
  if (element.name === 'Number') refuseNumber(element.text, element, reading)
  else reading.remark(12200, `<${element.name}> is not supported yet; it was not dialled.`, element)
}

function refuseNumber(text: string, element: TwimlElement, reading: Reading): void {
  const number = text.replace(/[\s().-]/g, '')
  if (!/^\+?\d{1,15}$/.test(number)) {
    const hint = 'Text that stands directly in <Dial> is a number: a client belongs into <Client>.'
    reading.remark(13223, `The text of <${element.name}> is no telephone number; it was not dialled. ${hint}`, element)
    return
  }
  const advice = 'There is no way to the telephone network yet; dial a <Client>.'
  reading.remark(13224, `The number ${quote(text)} was not dialled. ${advice}`, element)
}

function remarkOnMixture(element: TwimlElement, children: readonly TwimlElement[], reading: Reading): void {
  const conference = children.find(({ name }) => name === 'Conference')
  if (conference === undefined) return
  if (element.text === '' && !children.some(({ name }) => name === 'Number')) return
  reading.remark(13000, 'A <Conference> and a number cannot stand in the same <Dial>.', conference)
}
