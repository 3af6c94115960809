import fastJsonStringify, { type AnySchema } from 'fast-json-stringify'
import type { FastifySerializerCompiler } from 'fastify'
import { z } from 'zod'

type WriteAnswer = ReturnType<FastifySerializerCompiler<z.ZodType>>

/** Most schemas are those of several routes, that of errors of every one, and each takes milliseconds to compile. */
const compiled = new WeakMap<z.ZodType, WriteAnswer>()

/**
 * Compile the schema of an answer to a function that writes it as JSON: the fields of the schema in its order, and no
 * other field, whatever is given. That what they hold is of their types is the compiler's business: to check every value
 * once more takes longer than to write it.
 */
export const compileAnswer: FastifySerializerCompiler<z.ZodType> = ({ schema }) => {
  const writeAnswer = compiled.get(schema) ?? compile(schema)
  compiled.set(schema, writeAnswer)
  return writeAnswer
}

function compile(schema: z.ZodType): WriteAnswer {
  // An answer without a body is not written, and JSON has no name for what it is not.
  if (schema instanceof z.ZodUndefined) return () => ''
  const jsonSchema = z.toJSONSchema(schema, {
    target: 'draft-7',
    // A text of a known format would be trusted to have nothing to escape.
    override: ({ jsonSchema: part }) => {
      delete part.format
    },
  })
  return fastJsonStringify(jsonSchema as AnySchema)
}
