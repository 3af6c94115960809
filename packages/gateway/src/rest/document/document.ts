import fastifySwagger from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { OpenAPIV3_1 } from 'openapi-types'
import type { RestScope } from '../rest-scope.js'
import { apiVersion } from '../serialise/api-version.js'
import { dropUnusedSchemas } from './drop-unused-schemas.js'
import { nameAnswers } from './name-answers.js'
import { renderReference } from './render-reference.js'

const description = `The REST API of a Ringdown gateway. What is under \`/${apiVersion}\` and \`/v1\` is that of Twilio, so that its official
clients work against it once they are told the address of the gateway; what is under \`/ringdown/v1\` is Ringdown's own.`

/** Make the OpenAPI document of the routes that are added to a scope from now on, and serve it with a page to read. */
export async function addDocument(scope: RestScope): Promise<void> {
  await scope.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.1',
      info: { title: 'Ringdown REST API', version: apiVersion, description },
      components: {
        securitySchemes: {
          basic: {
            type: 'http',
            scheme: 'basic',
            description: 'Account SID and auth token, or the SID and the secret of an API key.',
          },
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A device token, of a page.' },
        },
      },
      security: [{ basic: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (given) =>
      nameAnswers(dropUnusedSchemas(jsonSchemaTransformObject(given) as OpenAPIV3_1.Document)),
  })
  scope.get('/ringdown/openapi.json', { schema: { hide: true } }, () => scope.swagger())
  scope.get('/ringdown/reference', { schema: { hide: true } }, (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
      .send(renderReference(scope.swagger() as OpenAPIV3_1.Document)),
  )
}
