import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commands } from '../program.js'
import { exitCodes } from './exit-code.js'
import { createOperator } from './operator.contract.js'

const guide = readFileSync(new URL('../../../../docs/guide/gateway-command.md', import.meta.url), 'utf8')

const paths = Object.entries(commands).flatMap(([name, node]) =>
  typeof node === 'function' ? [name] : Object.keys(node.commands).map((child) => `${name} ${child}`),
)

function section(heading: string): string {
  const start = guide.indexOf(`## ${heading}`)
  expect(start).toBeGreaterThan(0)
  const end = guide.indexOf('\n## ', start)
  return guide.slice(start, end < 0 ? undefined : end)
}

function matchesIn(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(pattern), ([, first = '']) => first))
}

test('the guide lists exactly the commands, with what each must be given', async () => {
  const usages = await Promise.all(
    paths.map(async (path) => {
      const { stdout } = await createOperator().run([...path.split(' '), '--help'])
      return /^Usage: ringdown-gateway (.*) \[options\]$/m.exec(stdout)?.[1] ?? ''
    }),
  )
  const rows = guide.slice(0, guide.indexOf('## Which store')).match(/^\| `.*$/gm) ?? []
  const documented = rows.flatMap((row) => [...matchesIn(row.split('|')[1] ?? '', /`([^`]+)`/g)])
  expect(new Set(documented)).toEqual(new Set(usages))
})

test.each([
  ['account', '`account`'],
  ['application', '`application`'],
  ['api-key', '`api-key`'],
  ['token', '`token revoke <id>`'],
])('the guide names exactly the options of %s', async (group, heading) => {
  const helps = await Promise.all(
    paths
      .filter((path) => path.startsWith(`${group} `))
      .map((path) => createOperator().run([...path.split(' '), '--help'])),
  )
  const options = helps.flatMap(({ stdout }) => [...matchesIn(stdout, /^ {2}(--[a-z-]+)/gm)])
  // Where it shows a command line in full, it is the option of another command.
  const text = section(heading).replace(/`ringdown token [^`]*`/g, '')
  expect(matchesIn(text, /(--[a-z][a-z-]*)/g)).toEqual(new Set(options))
})

test('the guide lists exactly the exit codes', () => {
  expect(matchesIn(section('Exit codes'), /^\| (\d+) /gm)).toEqual(new Set(Object.values(exitCodes).map(String)))
})
