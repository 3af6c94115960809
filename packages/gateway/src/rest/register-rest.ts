import type { FastifyInstance } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { addSignIn } from './auth/sign-in.js'
import { addDocument } from './document/document.js'
import { addErrorReplies } from './error/error-replies.js'
import { notFound } from './error/rest-error.js'
import { addFormBodies } from './form/form-bodies.js'
import { addIdempotentPosts } from './idempotency/idempotent-posts.js'
import { watchMethods } from './method-not-allowed.js'
import { addRequestIds } from './request-id.js'
import type { RestPorts } from './rest-ports.js'
import { type AddRoutes, restRoots } from './rest-roots.js'
import type { RestScope } from './rest-scope.js'
import { addPageEventRoutes } from './routes/page-event-routes.js'
import { compileAnswer } from './serialise/compile-answer.js'
import { ownRoot } from './serialise/api-version.js'

/**
 * Serve the REST API: every root in a scope of its own, so that its bodies, errors and credentials concern nothing else
 * that the application serves.
 */
export function registerRest(app: FastifyInstance, ports: RestPorts): void {
  void app.register(async (inner) => {
    const scope = inner.withTypeProvider<ZodTypeProvider>()
    scope.setValidatorCompiler(validatorCompiler)
    scope.setSerializerCompiler(compileAnswer)
    await addDocument(scope)
    for (const [prefix, resources] of Object.entries(restRoots)) {
      await scope.register(
        (root, _options, done) => {
          addRoot(root.withTypeProvider<ZodTypeProvider>(), resources, ports)
          done()
        },
        { prefix },
      )
    }
    await scope.register(
      (root, _options, done) => {
        addPageRoot(root.withTypeProvider<ZodTypeProvider>(), ports)
        done()
      },
      { prefix: ownRoot },
    )
  })
}

/** What pages ask for, which have a device token and nobody's credentials. */
function addPageRoot(root: RestScope, ports: RestPorts): void {
  addRequestIds(root, ports.ids)
  addErrorReplies(root, ports)
  const refuseOtherMethods = watchMethods(root)
  addPageEventRoutes(root, ports)
  refuseOtherMethods()
}

function addRoot(root: RestScope, resources: readonly AddRoutes[], ports: RestPorts): void {
  addRequestIds(root, ports.ids)
  addErrorReplies(root, ports)
  root.setNotFoundHandler((request) => {
    throw notFound(request)
  })
  addFormBodies(root)
  addSignIn(root, ports)
  addIdempotentPosts(root, ports.clock)
  const refuseOtherMethods = watchMethods(root)
  for (const addRoutes of resources) addRoutes(root, ports)
  refuseOtherMethods()
}
