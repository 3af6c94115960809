import { dialNounSchemas } from './dial-noun-schemas.js'
import type { ElementSchemas } from './element-schema.js'
import { foreignSchemas, laterNounSchemas } from './later-noun-schemas.js'
import { laterVerbSchemas } from './later-verb-schemas.js'
import { verbSchemas } from './verb-schemas.js'

/** Every element of TwiML for voice, by name, with every attribute it may have. */
export const elementTable: ElementSchemas = Object.freeze({
  Response: { state: 'supported', parents: [], attributes: {} },
  ...verbSchemas,
  ...dialNounSchemas,
  ...laterVerbSchemas,
  ...laterNounSchemas,
  ...foreignSchemas,
})
