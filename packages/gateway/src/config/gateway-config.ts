import { type AccountSid, isSid } from '@ringdown/protocol'
import type { Resolution } from './resolve.js'
import type { Settings } from './settings.js'

/** HTTPS, where it is on. */
export interface HttpsConfig {
  /** 0 takes a free one. */
  readonly port: number
  /** PEM files; undefined: the gateway makes a certificate itself. */
  readonly certificate: { readonly certFile: string; readonly keyFile: string } | undefined
}

/** The account that is made when there is none. */
export interface FirstAccountConfig {
  readonly sid: AccountSid
  readonly authToken: string
}

/** What the gateway is told, read once and frozen. What belongs together is there together or not at all. */
export interface GatewayConfig extends Omit<Settings, 'http' | 'https' | 'firstAccount'> {
  /** Undefined: off. */
  readonly http: { readonly port: number } | undefined
  /** Undefined: off. */
  readonly https: HttpsConfig | undefined
  /** Undefined: made at random. */
  readonly firstAccount: FirstAccountConfig | undefined
}

/** Make the configuration of its settings, and note what does not go together. */
export function toGatewayConfig({ values, origins }: Pick<Resolution, 'values' | 'origins'>): {
  readonly config: GatewayConfig
  readonly problems: readonly string[]
} {
  const { http, firstAccount } = values
  const config = { ...values, http: toHttp(http), https: toHttps(values), firstAccount: toFirstAccount(firstAccount) }
  const where = (name: string): string => `${name} (set ${origins.get(name) ?? 'by default'})`
  return { config: deepFreeze(config), problems: contradictions(values, where) }
}

function toHttp({ port }: Settings['http']): GatewayConfig['http'] {
  return port === 'off' ? undefined : { port }
}

/** In development it is always on: browsers need it for anything but localhost, and the SDKs for their WebSocket. */
const developmentHttpsPort = 8_443

function toHttps({ https: { port, certFile, keyFile }, development }: Settings): GatewayConfig['https'] {
  if (port === 'off' && !development) return undefined
  const certificate = certFile === '' ? undefined : { certFile, keyFile }
  return { port: port === 'off' ? developmentHttpsPort : port, certificate }
}

function toFirstAccount({ sid, authToken }: Settings['firstAccount']): GatewayConfig['firstAccount'] {
  return isSid(sid, 'AC') ? { sid, authToken } : undefined
}

type Where = (name: string) => string

function contradictions({ http, https, firstAccount }: Settings, where: Where): string[] {
  const both = `${where('http.port')} and ${where('https.port')} are both`
  const isSamePort = http.port === https.port && http.port !== 0
  return [
    ...unpaired({ 'https.certFile': https.certFile, 'https.keyFile': https.keyFile }, where),
    ...unpaired({ 'firstAccount.sid': firstAccount.sid, 'firstAccount.authToken': firstAccount.authToken }, where),
    ...(isSamePort && http.port === 'off' ? [`${both} off, so nobody could reach the gateway: set one of them`] : []),
    ...(isSamePort && http.port !== 'off' ? [`${both} ${http.port}: give each a port of its own`] : []),
  ]
}

function unpaired(pair: Readonly<Record<string, string>>, where: Where): string[] {
  const missing = Object.keys(pair).find((name) => pair[name] === '')
  const present = Object.keys(pair).find((name) => pair[name] !== '')
  if (missing === undefined || present === undefined) return []
  return [`${where(present)} needs ${missing} beside it: set both or neither`]
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze)
    Object.freeze(value)
  }
  return value
}
