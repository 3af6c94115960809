import type { RestScope } from '../rest-scope.js'
import { formLimits, readForm } from './read-form.js'

/** Take forms as bodies in a scope, and nothing else. A request without a body has an empty form. */
export function addFormBodies(scope: RestScope): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formLimits.maxBytes },
    (_request, body, done) => {
      try {
        done(null, readForm(body.toString()))
      } catch (error) {
        done(error as Error)
      }
    },
  )
  scope.addHook('preValidation', (request, _reply, done) => {
    request.body ??= {}
    done()
  })
}
