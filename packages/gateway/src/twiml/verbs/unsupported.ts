import { checkElement } from '../check-element.js'
import type { UnsupportedVerb, UnsupportedVerbName } from '../document.js'
import { positionOf, type VerbModule } from './verb-module.js'

/** A verb that is known and cannot be carried out yet: it answers the call, as it would, and the next verb runs. */
export function unsupported<Name extends UnsupportedVerbName>(name: Name): VerbModule<UnsupportedVerb<Name>> {
  return {
    read(element, reading) {
      checkElement(element, reading)
      const text = `<${name}> is not supported yet: it answers the call and does nothing more.`
      reading.remark(12200, text, element)
      return { name, position: positionOf(element) }
    },
    async run(_verb, control) {
      await control.answer()
      return 'next'
    },
  }
}
