import { customParameterBytes, isRawName, protocolLimits } from '@ringdown/protocol'
import { type CheckedElement, checkElement } from '../check-element.js'
import { clientNameOf, isClientName } from '../client-name.js'
import type { ClientTarget } from '../document.js'
import { attributeValue, type TwimlElement } from '../element.js'
import { quote, type Reading } from '../reading.js'
import { readScreening } from './screening.js'
import { readStatusCallback } from './status-callback.js'

/**
 * Read `<Client>` (Twilio, "TwiML Voice: Client"): its name stands in its text or in `<Identity>`.
 *
 * @returns undefined when the name is none that a device could have, which has been remarked on
 */
export function readClient(element: TwimlElement, reading: Reading): ClientTarget | undefined {
  const checked = checkElement(element, reading)
  const clientName = readName(element, checked, reading)
  const params = readParams(checked, reading)
  if (!isClientName(clientName)) {
    const text = `<Client> names ${clientName === '' ? 'nobody' : quote(clientName)}, which is no client name. It was not rung.`
    reading.remark(31105, text, element)
    return undefined
  }
  return {
    clientName,
    params,
    screening: readScreening(checked, reading),
    statusCallback: readStatusCallback(checked, reading),
  }
}

function readName(element: TwimlElement, { children }: CheckedElement, reading: Reading): string {
  const [identity, ...others] = children.filter(({ name }) => name === 'Identity')
  for (const other of others) reading.remark(12200, 'Only the first <Identity> of a <Client> counts.', other)
  if (identity === undefined) return clientNameOf(element.text)
  checkElement(identity, reading)
  return clientNameOf(identity.text)
}

type Params = ClientTarget['params']

/** Parameters are left out one by one where the device could not be told of them: 800 bytes is what one call carries. */
function readParams({ children }: CheckedElement, reading: Reading): Params {
  const params: (readonly [name: string, value: string])[] = []
  let freeBytes = protocolLimits.maxCustomParameterBytes
  for (const element of children.filter(({ name }) => name === 'Parameter')) {
    const param = readParam(element, reading)
    if (param === undefined) continue
    const bytes = customParameterBytes([param])
    if (bytes > freeBytes) {
      const text = `The parameters of a <Client> may have ${protocolLimits.maxCustomParameterBytes} bytes together; ${quote(param[0])} was left out.`
      reading.remark(31103, text, element)
      continue
    }
    freeBytes -= bytes
    params.push(param)
  }
  return params
}

function readParam(element: TwimlElement, reading: Reading): Params[number] | undefined {
  checkElement(element, reading)
  const name = attributeValue(element, 'name') ?? ''
  const value = attributeValue(element, 'value')
  if (name === '') {
    reading.remark(12200, '<Parameter> has no name; it was skipped.', element)
    return undefined
  }
  if (value === undefined) reading.remark(12200, `<Parameter> ${quote(name)} has no value; it was sent empty.`, element)
  if (!isRawName(name)) {
    const text = `The name of <Parameter> ${quote(name)} holds & or =; the device sees it percent-encoded.`
    reading.remark(12200, text, element)
  }
  return [name, value ?? '']
}
