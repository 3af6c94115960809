import { createHmac } from 'node:crypto'
import type { IceServer } from '../config/ice-servers-setting.js'

/** A STUN or TURN server as a browser takes it (W3C WebRTC, `RTCIceServer`). */
export type IssuedIceServer = Omit<IceServer, 'secret'>

/** For whom and for how long a login is. */
export interface IceLogin {
  /** Shows up in the log of the TURN server. */
  readonly name: string
  /** Unix seconds. */
  readonly expiresAt: number
}

/**
 * The configured servers, with a login for those that share a secret with the gateway: the moment at which it ends and
 * a name as user name, its HMAC-SHA1 in Base64 as password (draft-uberti-behave-turn-rest-00, §2.2; coturn's
 * `use-auth-secret`).
 */
export function issueIceServers(
  servers: readonly IceServer[],
  { name, expiresAt }: IceLogin,
): readonly IssuedIceServer[] {
  return servers.map(({ secret, ...server }) => {
    if (secret === undefined) return server
    const username = `${expiresAt}:${name}`
    return { ...server, username, credential: createHmac('sha1', secret).update(username).digest('base64') }
  })
}
