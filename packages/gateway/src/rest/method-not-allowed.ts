import { RestError } from './error/rest-error.js'
import type { RestScope } from './rest-scope.js'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/**
 * Watch the routes that are added to a scope from now on.
 *
 * @returns to be called when all are there: it has every other method answered with 405 and what is allowed
 */
export function watchMethods(scope: RestScope): () => void {
  const found = new Map<string, Set<string>>()
  scope.addHook('onRoute', ({ routePath, method }) => {
    const known = found.get(routePath) ?? new Set()
    for (const one of [method].flat()) known.add(one)
    found.set(routePath, known)
  })
  return () => {
    for (const [url, known] of [...found]) {
      const allow = [...known].sort().join(', ')
      scope.route({
        method: methods.filter((one) => !known.has(one)),
        url,
        schema: { hide: true },
        handler: () => {
          throw new RestError(20004, undefined, { headers: { Allow: allow } })
        },
      })
    }
  }
}
