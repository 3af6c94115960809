import { type CookieJar, createCookieJar } from './cookie-jar.js'
import type { Credentials } from './target.js'

/** What the requests of one scope share. */
export interface Session {
  readonly cookies: CookieJar
  /** User info by origin, so that a relative URL in a document needs none. */
  readonly credentials: Map<string, Credentials>
}

/** The sessions of all scopes. */
export interface SessionBook {
  /** The session of a scope, made when there is none; without a scope a new one that nobody shares. */
  sessionOf(scope: string | undefined): Session
  forget(scope: string): void
}

/**
 * Make a book of sessions.
 *
 * @param maxScopes - beyond it the one idle longest is forgotten, for a scope can be asked for after it was forgotten
 */
export function createSessionBook(maxScopes: number): SessionBook {
  const sessions = new Map<string, Session>()
  return {
    sessionOf(scope) {
      if (scope === undefined) return createSession()
      const session = sessions.get(scope) ?? createSession()
      // Deleted and set again, so that the map's order is that of the last use.
      sessions.delete(scope)
      sessions.set(scope, session)
      const [idlest] = sessions.keys()
      if (sessions.size > maxScopes && idlest !== undefined) sessions.delete(idlest)
      return session
    },
    forget(scope) {
      sessions.delete(scope)
    },
  }
}

function createSession(): Session {
  return { cookies: createCookieJar(), credentials: new Map() }
}
