import { checkElement, numberValue } from '../check-element.js'
import type { PauseVerb } from '../document.js'
import { twimlLimits } from '../twiml-limits.js'
import { positionOf, type VerbModule } from './verb-module.js'

/** `<Pause>`: wait. As the first verb it delays the answer (Twilio, "TwiML Voice: Pause"). */
export const pause: VerbModule<PauseVerb> = {
  read(element, reading) {
    const length = numberValue(checkElement(element, reading), 'length', 1)
    return { name: 'Pause', position: positionOf(element), seconds: Math.min(length, twimlLimits.maxPauseSeconds) }
  },
  async run({ seconds }, control) {
    await control.pause(seconds)
    return 'next'
  },
}
