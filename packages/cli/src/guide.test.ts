import { readFileSync } from 'node:fs'
import { AccessToken, ClientCapability } from '@ringdown/token'
import { describe, expect, test } from 'vitest'
import { exitCodes } from './error/exit-code.js'
import { run, testNow } from './test-support/fake-ports.js'
import { variables } from './profile.js'

const guide = readFileSync(new URL('../../../docs/guide/command-line.md', import.meta.url), 'utf8')

function section(heading: string): string {
  const start = guide.indexOf(`## ${heading}`)
  expect(start).toBeGreaterThan(0)
  const end = guide.indexOf('\n## ', start)
  return guide.slice(start, end < 0 ? undefined : end)
}

function matchesIn(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(pattern), ([, first = '']) => first))
}

describe('the guide', () => {
  test('documents exactly the options that the commands have', async () => {
    const helps = await Promise.all(['create', 'inspect', 'verify'].map((name) => run(['token', name, '--help'])))
    const options = helps.flatMap(({ stdout }) => [...matchesIn(stdout, /^ {2}(--[a-z-]+)/gm)])
    const documented = matchesIn(guide, /^\|.*?`(--[a-z-]+)(?: <[^>]+>)?`/gm)
    const second = matchesIn(guide, /^\|.*?`--[^`]*` `(--[a-z-]+)`/gm)
    expect(new Set([...documented, ...second])).toEqual(new Set(options))
  })

  test('documents exactly the environment variables that are read', () => {
    const documented = matchesIn(section('Secrets'), /`((?:RINGDOWN|TWILIO)_[A-Z_]+)`/g)
    expect(documented).toEqual(new Set(Object.values(variables).flat()))
  })

  test('documents exactly the exit codes', () => {
    const documented = matchesIn(section('Exit codes'), /^\| (\d+) /gm)
    expect(documented).toEqual(new Set(Object.values(exitCodes).map(String)))
  })

  test('documents exactly the keys of JSON', async () => {
    const environment = { RINGDOWN_AUTH_TOKEN: 'a-secret' }
    const token = new ClientCapability({ accountSid: 'AC1', authToken: 'a-secret' }).toJwt({ now: testNow })
    const other = new AccessToken('AC1', 'SK1', 'other').toJwt({ now: testNow })
    const answers = await Promise.all([
      run(['token', 'inspect', '--json', token]),
      run(['token', 'verify', '--json', token], { environment }),
      run(['token', 'inspect', '--json', other.slice(3)]),
    ])
    const [answer, tokenKeys] = section('JSON').split('`token` holds:')
    const parsed = answers.map(({ stdout }) => JSON.parse(stdout) as Record<string, unknown>)
    expect(matchesIn(answer ?? '', /^\| `(\w+)`/gm)).toEqual(new Set(parsed.flatMap((each) => Object.keys(each))))
    expect(matchesIn(tokenKeys ?? '', /^\| `(\w+)`/gm)).toEqual(new Set(Object.keys(parsed[0]?.['token'] ?? {})))
  })
})
