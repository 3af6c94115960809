import { checkElement, methodValue } from '../check-element.js'
import type { RedirectVerb } from '../document.js'
import { resolveUrl } from '../resolve-url.js'
import { urlFault } from '../schema/attribute-rule.js'
import { positionOf, type VerbModule } from './verb-module.js'

/**
 * `<Redirect>`: go on in another document; without a URL, in this one again (Twilio, "TwiML Voice: Redirect").
 *
 * It does not answer the call, since nothing can be heard of it: the document that it leads to decides, so that a
 * `<Reject>` or a `<Dial answerOnBridge="true">` there still finds the call ringing.
 */
export const redirect: VerbModule<RedirectVerb> = {
  read(element, reading) {
    const checked = checkElement(element, reading)
    const to = resolveUrl(element.text, reading.baseUrl)
    if (to === undefined) {
      const { code, advice } = urlFault(element.text, reading.baseUrl)
      reading.remark(code, `<Redirect> leads nowhere; it was skipped. ${advice}`, element)
      return undefined
    }
    return { name: 'Redirect', position: positionOf(element), to: { url: to, method: methodValue(checked, 'method') } }
  },
  async run({ to }, control) {
    return { document: await control.fetch({ ...to, params: {} }) }
  },
}
