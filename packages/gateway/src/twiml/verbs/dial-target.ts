import { type CheckedElement, checkElement } from '../check-element.js'
import type { DialTarget } from '../document.js'
import type { TwimlElement } from '../element.js'
import { quote, type Reading } from '../reading.js'
import { twimlLimits } from '../twiml-limits.js'
import { readClient } from './client.js'
import { readNumber, readPlainNumber } from './number.js'

/** Read whom a `<Dial>` is to ring. Everyone who cannot be rung is remarked on and left out. */
export function readTargets(element: TwimlElement, { children }: CheckedElement, reading: Reading): DialTarget[] {
  const plain = element.text === '' ? undefined : readPlainNumber(element, reading)
  const targets: DialTarget[] = plain === undefined ? [] : [plain]
  for (const child of children) {
    const target = readTarget(child, reading)
    if (target === undefined) continue
    const alike = targets.filter((other) => 'phoneNumber' in other === 'phoneNumber' in target)
    if (alike.length < twimlLimits.maxClientsPerDial) {
      targets.push(target)
      continue
    }
    const [kind, name] = 'phoneNumber' in target ? ['numbers', target.phoneNumber] : ['clients', target.clientName]
    const text = `A <Dial> rings at most ${twimlLimits.maxClientsPerDial} ${kind}; ${quote(name)} was left out.`
    reading.remark(13250, text, child)
  }
  remarkOnMixture(element, children, reading)
  return targets
}

function readTarget(element: TwimlElement, reading: Reading): DialTarget | undefined {
  if (element.name === 'Client') return readClient(element, reading)
  if (element.name === 'Number') return readNumber(element, reading)
  checkElement(element, reading)
  reading.remark(12200, `<${element.name}> is not supported yet; it was not dialled.`, element)
  return undefined
}

function remarkOnMixture(element: TwimlElement, children: readonly TwimlElement[], reading: Reading): void {
  const conference = children.find(({ name }) => name === 'Conference')
  if (conference === undefined) return
  if (element.text === '' && !children.some(({ name }) => name === 'Number')) return
  reading.remark(13000, 'A <Conference> and a number cannot stand in the same <Dial>.', conference)
}
