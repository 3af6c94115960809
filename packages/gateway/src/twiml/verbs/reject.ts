import { checkElement } from '../check-element.js'
import type { RejectVerb } from '../document.js'
import { remarkUselessParameters } from './useless-parameter.js'
import { positionOf, type VerbModule } from './verb-module.js'

/** `<Reject>`: end the call; before any other verb it ends unanswered (Twilio, "TwiML Voice: Reject"). */
export const reject: VerbModule<RejectVerb> = {
  read(element, reading) {
    const checked = checkElement(element, reading)
    remarkUselessParameters(checked, reading)
    const reason = checked.values['reason'] === 'busy' ? 'busy' : 'rejected'
    return { name: 'Reject', position: positionOf(element), reason }
  },
  async run({ reason }, control) {
    await control.reject(reason)
    return 'over'
  },
}
