import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { z } from 'zod'
import { ConfigError } from './config/config-error.js'
import { configFlags, type FlagValues } from './config/flag-layer.js'
import { printConfig } from './config/print-config.js'
import type { Setting } from './config/setting.js'
import { type SettingKey, settingKeys } from './config/setting-key.js'
import { type ConfigSources, loadConfig, type LoadedConfig } from './config.js'
import { countBrowserPorts } from './media/browser-port.js'
import { testSid } from './store/store-rows.contract.js'

const none: ConfigSources = {
  env: {},
  flags: {},
  readFile: (path) => {
    throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' })
  },
}

function withFile(text: string, more: Partial<ConfigSources> = {}): ConfigSources {
  return { ...none, ...more, flags: { ...more.flags, config: 'gateway.yaml' }, readFile: () => text }
}

function problemsOf(sources: ConfigSources): readonly string[] {
  try {
    loadConfig(sources)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  throw new Error('The configuration was accepted')
}

const parseFlags = (...args: string[]): FlagValues =>
  parseArgs({ args, options: configFlags, strict: false, allowNegative: true }).values

/** Lists and texts that their schemas describe in code only. */
const special: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  'media.udpPortRange': fc
    .tuple(fc.integer({ min: 1_024, max: 65_535 }), fc.integer({ min: 1_024, max: 65_535 }))
    .map((ports) => ({ min: Math.min(...ports), max: Math.max(...ports) }))
    .filter(({ min, max }) => countBrowserPorts(min, max) > 0),
  'media.listenAddresses': fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 3 }),
  'media.announcedAddresses': fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 3 }),
  trustedProxies: fc.array(fc.constantFrom('10.0.0.0/8', '192.0.2.1', 'fd00::/8', '::1'), { maxLength: 3 }),
  'webhooks.deniedRanges': fc.array(fc.constantFrom('10.0.0.0/8', '192.168.0.0/16', 'fd00::/8'), { maxLength: 3 }),
  'media.iceServers': fc.array(
    fc.oneof(
      fc.record({ urls: fc.constant(['stun:stun.example']) }),
      fc.record({
        urls: fc.constant(['turn:turn.example:3478?transport=udp', 'turns:turn.example:5349']),
        username: fc.string({ minLength: 1 }),
        credential: fc.string({ minLength: 1 }),
      }),
      fc.record({ urls: fc.constant(['turn:turn.example']), secret: fc.string({ minLength: 1 }) }),
    ),
    { maxLength: 2 },
  ),
}

interface Json {
  readonly type?: string
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly anyOf?: readonly Json[]
  readonly const?: string
}

/** Values that a setting allows. */
function valuesOf({ name, setting }: SettingKey): fc.Arbitrary<unknown> {
  return special[name] ?? fromSchema(z.toJSONSchema(setting.schema) as Json)
}

function fromSchema({ type, pattern, minimum, maximum, anyOf, ...json }: Json): fc.Arbitrary<unknown> {
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(fromSchema))
  if (json.enum !== undefined) return fc.constantFrom(...json.enum)
  if (json.const !== undefined) return fc.constant(json.const)
  if (type === 'integer' && minimum !== undefined && maximum !== undefined) {
    return fc.integer({ min: minimum, max: maximum })
  }
  if (type === 'boolean') return fc.boolean()
  if (type === 'string' && pattern !== undefined) return fc.stringMatching(new RegExp(pattern)).filter(isWholesome)
  throw new Error(`No values are known for ${JSON.stringify({ type, pattern, minimum, maximum, ...json })}`)
}

/** Texts that mean something as they are: not empty, not YAML's nothing. */
const isWholesome = (text: string): boolean => text.trim() !== '' && !/^(?:null|~)$/i.test(text)

/** A value as somebody would type it into a variable or a flag. */
function typed(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (!Array.isArray(value)) return Object.values(value).join('-')
  const isText = value.every((item) => typeof item === 'string')
  return isText && value.length > 0 ? value.join(',') : JSON.stringify(value)
}

/** A setting, and one value for each source. */
const setting = fc.oneof(
  ...settingKeys.map((key) => {
    const value = valuesOf(key)
    return fc.record({ key: fc.constant(key), file: value, env: value, flag: value })
  }),
)

const valueIn = ({ settings }: Pick<LoadedConfig, 'settings'>, { path }: SettingKey): unknown =>
  path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], settings)

const nest = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)

/** Contradictions between settings are judged apart, so one setting may be tried alone. */
function loadAlone(key: SettingKey, sources: ConfigSources): LoadedConfig {
  const pairs: Readonly<Record<string, string>> = {
    'https.certFile': 'RINGDOWN_TLS_KEY',
    'https.keyFile': 'RINGDOWN_TLS_CERT',
    'firstAccount.sid': 'RINGDOWN_AUTH_TOKEN',
    'firstAccount.authToken': 'RINGDOWN_ACCOUNT_SID',
    'http.port': 'RINGDOWN_HTTPS_PORT',
    'https.port': 'RINGDOWN_HTTP_PORT',
  }
  const values: Readonly<Record<string, string>> = {
    RINGDOWN_ACCOUNT_SID: testSid('AC', 1),
    RINGDOWN_HTTPS_PORT: '0',
    RINGDOWN_HTTP_PORT: '0',
  }
  const other = pairs[key.name]
  return loadConfig({
    ...sources,
    env: { ...(other === undefined ? {} : { [other]: values[other] ?? 'x' }), ...sources.env },
  })
}

describe('every setting', () => {
  test('is taken from the file, from its variable and from its flag, and comes out as it went in', () => {
    fc.assert(
      fc.property(setting, ({ key, file, env, flag }) => {
        const written = key.name === 'media.udpPortRange' ? typed(file) : file
        expect(valueIn(loadAlone(key, withFile(stringify(nest(key.path, written)))), key)).toEqual(file)
        expect(valueIn(loadAlone(key, { ...none, env: { [key.variable]: typed(env) } }), key)).toEqual(env)
        if (key.flag === undefined) return
        expect(valueIn(loadAlone(key, { ...none, flags: parseFlags(`--${key.flag}=${typed(flag)}`) }), key)).toEqual(
          flag,
        )
      }),
      { numRuns: 400 },
    )
  })

  test('is taken from the flag before the variable, and from the variable before the file', () => {
    fc.assert(
      fc.property(setting, fc.subarray(['file', 'env', 'flag']), ({ key, file, env, flag }, given) => {
        const text = stringify(nest(key.path, key.name === 'media.udpPortRange' ? typed(file) : file))
        const sources = withFile(given.includes('file') ? text : '', {
          env: given.includes('env') ? { [key.variable]: typed(env) } : {},
          flags: given.includes('flag') && key.flag !== undefined ? { [key.flag]: typed(flag) } : {},
        })
        const candidates = [
          key.flag !== undefined && given.includes('flag') ? flag : undefined,
          given.includes('env') ? env : undefined,
          given.includes('file') ? file : undefined,
          key.setting.defaultValue,
        ]
        const expected = candidates.find((value) => value !== undefined)
        const load = expected === key.setting.defaultValue ? loadConfig(sources) : loadAlone(key, sources)
        expect(valueIn(load, key)).toEqual(expected)
      }),
      { numRuns: 400 },
    )
  })

  test('has its default when it is given as nothing', () => {
    for (const key of settingKeys) {
      const sources = [
        withFile(stringify(nest(key.path, null))),
        withFile(stringify(nest(key.path, ''))),
        { ...none, env: { [key.variable]: ' ' } },
        { ...none, flags: key.flag === undefined ? {} : { [key.flag]: '' } },
      ]
      for (const source of sources) expect(valueIn(loadConfig(source), key), key.name).toEqual(key.setting.defaultValue)
    }
  })

  test('has a default that it would allow', () => {
    for (const {
      name,
      setting: { schema, defaultValue },
    } of settingKeys) {
      expect(schema.safeParse(defaultValue).success, name).toBe(true)
    }
  })

  test('refuses what it does not allow, naming itself, where it was set, and what is allowed', () => {
    const outside = fc
      .constantFrom(...settingKeys)
      .chain((key) => fc.record({ key: fc.constant(key), text: fc.string() }))
    let refused = 0
    fc.assert(
      fc.property(outside, ({ key, text }) => {
        if (text.trim() === '' || accepts(key.setting, text)) return
        refused += 1
        const [problem = '', ...others] = problemsOf({ ...none, env: { [key.variable]: text } })
        expect(others).toEqual([])
        expect(problem).toContain(key.name)
        expect(problem).toContain(`, set by ${key.variable} in the environment,`)
        expect(problem).toContain(`must be ${key.setting.allowed}`)
      }),
      { numRuns: 800 },
    )
    expect(refused).toBeGreaterThan(200)
  })
})

function accepts({ schema, read }: Setting<unknown>, text: string): boolean {
  return schema.safeParse(read(text)).success
}

describe('the configuration', () => {
  test('is what the documentation says when nothing is set', () => {
    const { config, origins, warnings } = loadConfig(none)
    expect(config).toMatchObject({
      host: '127.0.0.1',
      http: { port: 8_080 },
      https: undefined,
      dataDir: 'ringdown-data',
      firstAccount: undefined,
      development: false,
    })
    expect(origins.size).toBe(0)
    expect(warnings).toEqual([])
  })

  test('is frozen through and through', () => {
    const { config } = loadConfig({ ...none, env: { RINGDOWN_MEDIA_ICE_SERVERS: '[{"urls": "stun:stun.example"}]' } })
    const check = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      expect(Object.isFrozen(value)).toBe(true)
      Object.values(value).forEach(check)
    }
    check(config)
  })

  test('turns servers off by name, and has HTTPS with the operator’s certificate or with its own', () => {
    const env = { RINGDOWN_HTTP_PORT: 'off', RINGDOWN_HTTPS_PORT: '8443' }
    expect(loadConfig({ ...none, env }).config).toMatchObject({
      http: undefined,
      https: { port: 8_443, certificate: undefined },
    })
    const files = { RINGDOWN_TLS_CERT: '/tls/cert.pem', RINGDOWN_TLS_KEY: '/tls/key.pem' }
    expect(loadConfig({ ...none, env: { ...env, ...files } }).config.https).toEqual({
      port: 8_443,
      certificate: { certFile: '/tls/cert.pem', keyFile: '/tls/key.pem' },
    })
  })

  test('always has HTTPS in development, with the operator’s certificate if there is one', () => {
    const env = { RINGDOWN_DEVELOPMENT: 'true' }
    expect(loadConfig({ ...none, env }).config.https).toEqual({ port: 8_443, certificate: undefined })
    const files = { RINGDOWN_TLS_CERT: '/tls/cert.pem', RINGDOWN_TLS_KEY: '/tls/key.pem' }
    expect(loadConfig({ ...none, env: { ...env, ...files } }).config.https).toEqual({
      port: 8_443,
      certificate: { certFile: '/tls/cert.pem', keyFile: '/tls/key.pem' },
    })
    expect(loadConfig({ ...none, env: { ...env, RINGDOWN_HTTPS_PORT: '9443' } }).config.https?.port).toBe(9_443)
  })

  test('takes the first account of the environment, all digits or not', () => {
    const env = { RINGDOWN_ACCOUNT_SID: testSid('AC', 1), RINGDOWN_AUTH_TOKEN: '0'.repeat(32) }
    expect(loadConfig({ ...none, env }).config.firstAccount).toEqual({
      sid: testSid('AC', 1),
      authToken: '0'.repeat(32),
    })
    const text = `firstAccount:\n  sid: ${testSid('AC', 1)}\n  authToken: ${'0'.repeat(32)}\n`
    expect(loadConfig(withFile(text)).config.firstAccount).toEqual({
      sid: testSid('AC', 1),
      authToken: '0'.repeat(32),
    })
  })

  test('is refused when values do not go together, with where each was set', () => {
    expect(problemsOf({ ...none, env: { RINGDOWN_TLS_CERT: 'cert.pem' } })).toEqual([
      'https.certFile (set by RINGDOWN_TLS_CERT in the environment) needs https.keyFile beside it: set both or neither',
    ])
    expect(problemsOf(withFile('firstAccount:\n  authToken: very-secret'))).toEqual([
      'firstAccount.authToken (set in gateway.yaml, line 2) needs firstAccount.sid beside it: set both or neither',
    ])
    expect(problemsOf({ ...none, env: { RINGDOWN_HTTP_PORT: 'off' } })).toEqual([
      'http.port (set by RINGDOWN_HTTP_PORT in the environment) and https.port (set by default) are both off, so nobody could reach the gateway: set one of them',
    ])
    expect(problemsOf({ ...none, flags: parseFlags('--https-port', '8080') })).toEqual([
      'http.port (set by default) and https.port (set by the flag --https-port) are both 8080: give each a port of its own',
    ])
    expect(loadConfig({ ...none, env: { RINGDOWN_HTTP_PORT: '0', RINGDOWN_HTTPS_PORT: '0' } }).config).toMatchObject({
      http: { port: 0 },
      https: { port: 0 },
    })
  })

  test('is refused with every problem at once', () => {
    const sources = withFile('log:\n  level: loud\nsignaling:\n  helloTimeoutMs: 1\nhttp: 8080\n', {
      env: { RINGDOWN_HTTPS_PORT: '8443x' },
      flags: { 'dta-dir': 'x' },
    })
    expect(problemsOf(sources)).toEqual([
      'signaling (gateway.yaml, line 3) is not a key: did you mean signalling?',
      'http (gateway.yaml, line 5) must hold keys and values, one on a line, such as port: …',
      '--dta-dir is not a flag: did you mean --data-dir?',
      'https.port, set by RINGDOWN_HTTPS_PORT in the environment, is "8443x", but must be a port from 1 to 65535, 0 for any free one, or off',
      'log.level, set in gateway.yaml, line 2, is "loud", but must be one of error, warn, info, debug',
    ])
  })

  test('is not judged where it is overridden', () => {
    const sources = withFile('log:\n  level: loud\n', { env: { RINGDOWN_LOG_LEVEL: 'debug' } })
    expect(loadConfig(sources).config.log.level).toBe('debug')
  })
})

describe('the file', () => {
  test('is the one that the flag names, else the one that the variable names', () => {
    const read: string[] = []
    const readFile = (path: string): string => {
      read.push(path)
      return ''
    }
    loadConfig({ env: { RINGDOWN_CONFIG: 'a.yaml' }, flags: parseFlags('--config', 'b.yaml'), readFile })
    loadConfig({ env: { RINGDOWN_CONFIG: 'a.yaml' }, flags: {}, readFile })
    loadConfig({ env: { RINGDOWN_CONFIG: '' }, flags: {}, readFile })
    expect(read).toEqual(['b.yaml', 'a.yaml'])
  })

  test('that cannot be read is told with who named it', () => {
    expect(problemsOf({ ...none, env: { RINGDOWN_CONFIG: 'gone.yaml' } })).toEqual([
      'The configuration file gone.yaml, named by RINGDOWN_CONFIG in the environment, cannot be read (ENOENT): name a file that exists and that this user may read',
    ])
  })

  test('with broken syntax is told with line and column, and without the text around it', () => {
    const [problem, ...others] = problemsOf(
      withFile('firstAccount:\n  authToken: very-secret\n  authToken: "very-secret\n'),
    )
    expect(problem).toContain('gateway.yaml is not valid YAML at line 3, column')
    expect([problem, ...others].join()).not.toContain('very-secret')
  })

  test('may name keys of any kind without harm', () => {
    expect(problemsOf(withFile('__proto__:\n  port: 1\nconstructor: x\nhttp:\n  toString: x\n'))).toEqual([
      '__proto__ (gateway.yaml, line 1) is not a key',
      'constructor (gateway.yaml, line 3) is not a key',
      'http.toString (gateway.yaml, line 5) is not a key',
    ])
  })

  test('that is a list, or a text, is told', () => {
    expect(problemsOf(withFile('- http'))).toEqual([
      'gateway.yaml must hold keys and values, one on a line, such as host: …',
    ])
    expect(problemsOf(withFile('http'))).toEqual([
      'gateway.yaml must hold keys and values, one on a line, such as host: …',
    ])
  })

  test('whatever it holds, is either taken or refused in sentences', () => {
    const files = fc.oneof(
      fc.string(),
      fc.jsonValue().map((value) => stringify(value)),
      fc
        .dictionary(fc.constantFrom(...settingKeys.flatMap(({ path }) => path)), fc.jsonValue())
        .map((value) => stringify(value)),
      fc.constant('a: &a [x]\nb: [*a, *a]\n'),
    )
    fc.assert(
      fc.property(files, (text) => {
        try {
          loadConfig(withFile(text))
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError)
          for (const problem of (error as ConfigError).problems) expect(problem).toMatch(/^\S.{10,}$/)
        }
      }),
      { numRuns: 400 },
    )
  })
})

describe('unknown names', () => {
  test('a key somewhere else, in another case, or without its unit is suggested', () => {
    const suggested = (text: string): string | undefined =>
      /did you mean (.*)\?/.exec(problemsOf(withFile(text))[0] ?? '')?.[1]
    expect(suggested('port: 8080')).toBe('http.port or https.port')
    expect(suggested('data_dir: x')).toBe('dataDir')
    expect(suggested('signalling:\n  helloTimeout: 5')).toBe('signalling.helloTimeoutMs')
    expect(suggested('hots: x')).toBe('host')
    expect(suggested('completelyDifferent: x')).toBeUndefined()
  })

  test('a variable one slip away from a known one is refused, any other only told, since the environment is shared', () => {
    expect(problemsOf({ ...none, env: { RINGDOWN_DATA_DRI: 'x' } })).toEqual([
      'RINGDOWN_DATA_DRI in the environment sets nothing: did you mean RINGDOWN_DATA_DIR?',
    ])
    const env = {
      RINGDOWN_API_KEY_SECRET: 'x',
      RINGDOWN_PORT: '8080',
      TWILIO_AUTH_TOKEN: 'x',
    }
    expect(loadConfig({ ...none, env }).warnings).toEqual([
      'RINGDOWN_API_KEY_SECRET in the environment sets nothing in the gateway',
      'RINGDOWN_PORT in the environment sets nothing in the gateway: did you mean RINGDOWN_HTTP_PORT or RINGDOWN_HTTPS_PORT?',
    ])
  })

  test('variables that Kubernetes makes for a service called ringdown are passed over', () => {
    const env = {
      RINGDOWN_SERVICE_HOST: '10.0.0.1',
      RINGDOWN_SERVICE_PORT: '80',
      RINGDOWN_SERVICE_PORT_HTTP: '80',
      RINGDOWN_PORT: 'tcp://10.0.0.1:80',
      RINGDOWN_PORT_80_TCP: 'tcp://10.0.0.1:80',
      RINGDOWN_PORT_80_TCP_PROTO: 'tcp',
      RINGDOWN_PORT_80_TCP_ADDR: '10.0.0.1',
    }
    expect(loadConfig({ ...none, env }).warnings).toEqual([])
  })

  test('a secret is not taken from the command line, and the refusal says where it may stand', () => {
    const [problem = ''] = problemsOf({ ...none, flags: parseFlags('--auth-token', 'very-secret') })
    expect(problem).toBe(
      '--auth-token is not a flag, since every user of the machine can read command lines: set RINGDOWN_AUTH_TOKEN in the environment, or firstAccount.authToken in the file',
    )
  })

  test('a flag without a value is told', () => {
    expect(problemsOf({ ...none, flags: parseFlags('--http-port') })).toEqual([
      '--http-port needs exactly one value, as in --http-port=…',
    ])
  })
})

test('flags of truth need no value, and --no- turns them off', () => {
  const env = { RINGDOWN_DEVELOPMENT: 'true' }
  expect(loadConfig({ ...none, flags: parseFlags('--development') }).config.development).toBe(true)
  expect(loadConfig({ ...none, env, flags: parseFlags('--no-development') }).config.development).toBe(false)
})

describe('printed', () => {
  const secret = fc.stringMatching(/^[\da-zA-Z]{16,40}$/)

  test('it shows each setting that is not at its default, and where it was set', () => {
    const sources = withFile('media:\n  announcedAddresses:\n    - 192.0.2.1\n', {
      env: { RINGDOWN_HTTP_PORT: '9000' },
      flags: { ...parseFlags('--data-dir', '/var/lib/ringdown') },
    })
    const printed = printConfig(loadConfig(sources))
    expect(printed).toContain('http:\n  # set by RINGDOWN_HTTP_PORT in the environment\n  port: 9000\n')
    expect(printed).toContain('# set by the flag --data-dir\ndataDir: /var/lib/ringdown\n')
    expect(printed).toContain('  # set in gateway.yaml, line 2\n  announcedAddresses:\n    - 192.0.2.1\n')
    expect(printed.match(/# set/g)).toHaveLength(3)
  })

  test('it is a file that sets the same again', () => {
    fc.assert(
      fc.property(setting, ({ key, env }) => {
        if (key.setting.isSecret) return
        const loaded = loadAlone(key, { ...none, env: { [key.variable]: typed(env) } })
        const again = loadAlone(key, withFile(printConfig(loaded).replace('authToken: (secret)', 'authToken: x')))
        expect(again.settings).toEqual(loaded.settings)
      }),
      { numRuns: 300 },
    )
  })

  test('it holds no secret, nor does any refusal', () => {
    fc.assert(
      fc.property(secret, secret, (authToken, credential) => {
        const iceServers = [
          { urls: ['turn:turn.example'], username: 'u', credential },
          { urls: ['turn:turn.example'], secret: credential },
        ]
        const file = { firstAccount: { sid: testSid('AC', 1), authToken }, media: { iceServers } }
        const printed = printConfig(loadConfig(withFile(stringify(file))))
        expect(printed).toContain('authToken: (secret)')
        expect(printed).toContain('credential: (secret)')
        expect(printed).toContain('secret: (secret)')

        const broken = {
          firstAccount: { authToken: `${authToken} é` },
          media: { iceServers: [{ ...iceServers[0], url: 'x' }] },
        }
        const refusals = [
          ...problemsOf(withFile(stringify(broken))),
          ...problemsOf({
            ...none,
            env: {
              RINGDOWN_AUTH_TOKEN: `${authToken}\n`,
              RINGDOWN_MEDIA_ICE_SERVERS: `[{"credential": "${credential}"`,
            },
          }),
        ]
        expect(refusals.length).toBe(4)
        for (const text of [printed, ...refusals]) {
          expect(text).not.toContain(authToken)
          expect(text).not.toContain(credential)
        }
      }),
    )
  })
})
