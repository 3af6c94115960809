import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { defaultSignallingLimits as signalling } from '../signalling/signalling-limits.js'
import { iceServerList } from './ice-servers-setting.js'
import { portRange } from './port-range-setting.js'
import {
  choice,
  listenPort,
  secretText,
  type SettingTree,
  text,
  textList,
  truth,
  type ValuesOf,
  wholeNumber,
} from './setting.js'

const hourMs = 3_600_000
const daySeconds = 86_400

/** A path, or nothing. */
const optionalFile = { defaultValue: '', allowed: 'the path of a file in PEM format', pattern: /^[^\0]*$/ }
const place = { allowed: 'letters, digits and hyphens', pattern: /^[\w-]{1,64}$/ }
const addresses = { defaultValue: [], allowed: 'a list of IP addresses', isItem: (item: string) => isIP(item) !== 0 }

/** Everything that can be set, under the keys that it has in the file. The sample file says what each one does. */
export const settings = {
  host: text({ defaultValue: '127.0.0.1', allowed: 'an IP address or a host name', pattern: /^[\w.:%-]{1,255}$/ }),
  http: { port: listenPort(8_080) },
  https: { port: listenPort('off'), certFile: text(optionalFile), keyFile: text(optionalFile) },
  trustedProxies: textList({
    defaultValue: [],
    allowed: 'a list of IP addresses, and of address ranges in CIDR notation such as 10.0.0.0/8',
    isItem: (item) => isIP(item) !== 0 || ipaddr.isValidCIDR(item),
  }),
  dataDir: text({ defaultValue: 'ringdown-data', allowed: 'the path of a folder', pattern: /^[^\0]+$/ }),
  development: truth(false),
  region: text({ defaultValue: 'us1', ...place }),
  edge: text({ defaultValue: 'ashburn', ...place }),
  firstAccount: {
    sid: text({
      defaultValue: '',
      allowed: 'AC and 32 lower-case hexadecimal digits',
      pattern: /^(?:AC[\da-f]{32})?$/,
    }),
    authToken: secretText({
      defaultValue: '',
      allowed: 'at most 256 visible ASCII characters, 32 random hexadecimal digits at best',
      pattern: /^[!-~]{0,256}$/,
    }),
  },
  signalling: {
    helloTimeoutMs: wholeNumber({ defaultValue: signalling.helloTimeoutMs, min: 100, max: 60_000 }),
    heartbeatIntervalMs: wholeNumber({ defaultValue: signalling.heartbeatIntervalMs, min: 100, max: 10_000 }),
    missedHeartbeats: wholeNumber({ defaultValue: signalling.missedHeartbeats, min: 1, max: 100 }),
    messagesPerSecond: wholeNumber({ defaultValue: signalling.messagesPerSecond, min: 1, max: 1_000_000 }),
    messageBurst: wholeNumber({ defaultValue: signalling.messageBurst, min: 1, max: 1_000_000 }),
    connectionsPerAddressPerMinute: wholeNumber({
      defaultValue: signalling.connectionsPerAddressPerMinute,
      min: 1,
      max: 100_000_000,
    }),
    listensPerAccountPerSecond: wholeNumber({
      defaultValue: signalling.listensPerAccountPerSecond,
      min: 1,
      max: 1_000_000,
    }),
    longestWaitMs: wholeNumber({ defaultValue: signalling.longestWaitMs, min: 0, max: 300_000 }),
    maxQueuedBytes: wholeNumber({ defaultValue: signalling.maxQueuedBytes, min: 65_536, max: 1_073_741_824 }),
    maxWaitingMessages: wholeNumber({ defaultValue: signalling.maxWaitingMessages, min: 1, max: 1_000_000 }),
    devicesPerName: wholeNumber({ defaultValue: signalling.devicesPerName, min: 1, max: 1_000 }),
  },
  calls: {
    reconnectGraceSeconds: wholeNumber({ defaultValue: 30, min: 0, max: 3_600 }),
    maxCallSeconds: wholeNumber({ defaultValue: 14_400, min: 1, max: daySeconds }),
    maxConcurrentPerAccount: wholeNumber({ defaultValue: 1_000, min: 1, max: 1_000_000 }),
    drainSeconds: wholeNumber({ defaultValue: 30, min: 0, max: daySeconds }),
  },
  media: {
    udpPortRange: portRange({ min: 10_000, max: 20_000 }),
    listenAddresses: textList(addresses),
    announcedAddresses: textList(addresses),
    includeLoopback: truth(false),
    iceServers: iceServerList(),
    lossTimeoutMs: wholeNumber({ defaultValue: 60_000, min: 1_000, max: hourMs }),
  },
  webhooks: {
    deniedRanges: textList({
      defaultValue: [],
      allowed: 'a list of address ranges in CIDR notation, such as 10.0.0.0/8',
      isItem: (item) => ipaddr.isValidCIDR(item),
    }),
    signsHttpsPort: truth(false),
  },
  insights: {
    // RFC 6761 §6.4: a name that never resolves, so that the reports, and the tokens in them, go nowhere.
    home: text({
      defaultValue: 'invalid/insights?h=',
      allowed: 'what stands in place of HOME in https://eventgw.HOME.twilio.com, without white space',
      pattern: /^[!-~]{1,255}$/,
    }),
  },
  store: { synchronous: choice(['normal', 'full'], 'normal') },
  log: { level: choice(['error', 'warn', 'info', 'debug'], 'info'), format: choice(['json', 'text'], 'json') },
} as const satisfies SettingTree

/** The value of every setting. */
export type Settings = ValuesOf<typeof settings>
