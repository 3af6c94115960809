import { parse } from 'yaml'
import { z } from 'zod'
import { open, type RawValue, secretMark, type Setting } from './setting.js'

/**
 * A STUN or TURN server. A TURN server either has one login for all, which devices are told as it is (W3C WebRTC,
 * `RTCIceServer`), or a secret that it shares with the gateway, from which each device gets a login for a time.
 */
export interface IceServer {
  readonly urls: readonly string[]
  readonly username?: string | undefined
  readonly credential?: string | undefined
  readonly secret?: string | undefined
}

/** RFC 7064 and RFC 7065. */
const iceUrl = /^(?:stuns?:[^\s?]+|turns?:[^\s?]+(?:\?transport=(?:udp|tcp))?)$/

const iceServer = z
  .strictObject({
    urls: z.array(z.string().regex(iceUrl)).min(1).readonly(),
    username: z.string().min(1).optional(),
    credential: z.string().min(1).optional(),
    secret: z.string().min(1).optional(),
  })
  .refine(({ urls, username, credential, secret }) => {
    const given = [username, credential, secret].map((value) => value !== undefined).join()
    const needsLogin = urls.some((url) => url.startsWith('turn'))
    return needsLogin ? given === 'true,true,false' || given === 'false,false,true' : given === 'false,false,false'
  })

/** The STUN and TURN servers that devices are told: a list in the file, the same in JSON elsewhere. */
export function iceServerList(): Setting<readonly IceServer[]> {
  return {
    ...open,
    isSecret: true,
    defaultValue: [],
    schema: z.array(iceServer).readonly(),
    allowed:
      'a list of servers, each with urls (stun:, stuns:, turn: or turns:), and with either username and credential or secret if it is a TURN server',
    read(raw) {
      const servers = typeof raw === 'string' ? parseText(raw) : raw
      return Array.isArray(servers) ? servers.map(readServer) : servers
    },
    show: (servers) => servers.map(mask),
  }
}

function mask(server: IceServer): IceServer {
  const { credential, secret } = server
  return {
    ...server,
    ...(credential === undefined ? {} : { credential: secretMark }),
    ...(secret === undefined ? {} : { secret: secretMark }),
  }
}

/** JSON is YAML; everything in it stays text. */
function parseText(text: string): unknown {
  try {
    return parse(text, { schema: 'failsafe', logLevel: 'silent' })
  } catch {
    return text
  }
}

/** `urls` may be one text in place of a list, as in browsers. */
function readServer(server: RawValue): unknown {
  if (typeof server === 'string' || Array.isArray(server)) return server
  const { urls, ...rest } = server as Readonly<Record<string, RawValue>>
  return { ...rest, urls: typeof urls === 'string' ? [urls] : urls }
}
