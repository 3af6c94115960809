/** Bounds of webhook requests (Twilio, "Webhooks (HTTP callbacks): Connection overrides" and error dictionary). */
export const webhookLimits = Object.freeze({
  /** The longest document (error 11750), and as much of any answer as is read. */
  maxBodyBytes: 65_536,
  /** Redirects followed for one request (error 11215). */
  maxRedirects: 10,
  /** Status line and header fields of one answer. */
  maxHeaderBytes: 16_384,
  /** Scopes whose cookies are kept; beyond it the one idle longest is forgotten. */
  maxCookieScopes: 10_000,
  /** Cookies kept for one scope. */
  maxCookiesPerScope: 50,
  /** How long an unused connection is kept, unless the server says less; less than the 5 s of Node's own server. */
  keepAliveMs: 4_000,
  /** Unused connections kept for one origin. */
  maxIdleConnectionsPerOrigin: 32,
})
