import { checkElement } from '../check-element.js'
import type { HangupVerb } from '../document.js'
import { remarkUselessParameters } from './useless-parameter.js'
import { positionOf, type VerbModule } from './verb-module.js'

/** `<Hangup>`: end the call. As the first verb it answers it before (Twilio, "TwiML Voice: Hangup"). */
export const hangup: VerbModule<HangupVerb> = {
  read(element, reading) {
    remarkUselessParameters(checkElement(element, reading), reading)
    return { name: 'Hangup', position: positionOf(element) }
  },
  async run(_verb, control) {
    await control.answer()
    await control.hangup()
    return 'over'
  },
}
