import type { CallControl } from '../control.js'
import type { TwimlVerb, VerbName } from '../document.js'
import type { TwimlElement } from '../element.js'
import type { Reading } from '../reading.js'
import { findByName } from '../schema/element-schema.js'
import { dial } from './dial.js'
import { hangup } from './hangup.js'
import { pause } from './pause.js'
import { redirect } from './redirect.js'
import { reject } from './reject.js'
import { unsupported } from './unsupported.js'
import type { Step, VerbModule } from './verb-module.js'

/** Every verb that a document can be made of, by name. */
export const verbs: { readonly [Name in VerbName]: VerbModule<TwimlVerb<Name>> } = Object.freeze({
  Dial: dial,
  Hangup: hangup,
  Pause: pause,
  Redirect: redirect,
  Reject: reject,
  Say: unsupported('Say'),
  Play: unsupported('Play'),
  Gather: unsupported('Gather'),
  Record: unsupported('Record'),
  Enqueue: unsupported('Enqueue'),
  Leave: unsupported('Leave'),
  Start: unsupported('Start'),
  Stop: unsupported('Stop'),
  Connect: unsupported('Connect'),
  Refer: unsupported('Refer'),
  Echo: unsupported('Echo'),
})

/** Understand a verb; undefined when nothing can be made of it, which has been remarked on. */
export function readVerb(element: TwimlElement, reading: Reading): TwimlVerb | undefined {
  const readers: Readonly<Record<string, Pick<VerbModule<TwimlVerb>, 'read'>>> = verbs
  return findByName(readers, element.name)?.read(element, reading)
}

/** Do what a verb says. */
export function runVerb<Name extends VerbName>(
  verb: TwimlVerb<Name> & { readonly name: Name },
  control: CallControl,
): Promise<Step> {
  return verbs[verb.name].run(verb, control)
}
