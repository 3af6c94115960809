import type { OpenAPIV3_1 } from 'openapi-types'

const names: Readonly<Record<string, string>> = {
  200: 'It is done, or here it is.',
  201: 'It was made.',
  204: 'It is gone.',
  default: 'It was refused, or failed.',
}

/** Say what each answer of a document means: OpenAPI asks for it, and the status tells. */
export function nameAnswers(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  for (const item of Object.values(document.paths ?? {})) {
    const answers = [item?.get, item?.post, item?.delete].flatMap((one) => Object.entries(one?.responses ?? {}))
    for (const [status, answer] of answers)
      if (!('$ref' in answer)) answer.description = names[status] ?? answer.description
  }
  return document
}
