import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CommandError } from '../command-error.js'
import { readCommandLine } from './read-command-line.js'

const syntax = {
  operand: '<sid>',
  options: { 'voice-url': { value: 'url', text: '' }, json: { text: '' } },
} as const

function refusalOf(...args: string[]): string {
  try {
    readCommandLine(args, syntax)
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === 2) return error.message
    throw error
  }
  throw new Error('The command line was accepted')
}

test("the command's own options and those of the configuration are told apart", () => {
  expect(
    readCommandLine(
      ['--json', 'AP1', '--voice-url', 'x', '--http-port=0', '--no-development', '--config', 'f'],
      syntax,
    ),
  ).toEqual({
    operand: 'AP1',
    options: { json: true, 'voice-url': 'x' },
    flags: { 'http-port': '0', development: false, config: 'f' },
  })
})

test('a value may be empty, a hyphen, or begin with one behind an equals sign', () => {
  const valueOf = (...args: string[]): string | undefined =>
    readCommandLine(['AP1', ...args], syntax).options['voice-url']
  expect(valueOf('--voice-url', '')).toBe('')
  expect(valueOf('--voice-url=')).toBe('')
  expect(valueOf('--voice-url', '-')).toBe('-')
  expect(valueOf('--voice-url=--x')).toBe('--x')
})

test('what stands behind two hyphens is no option', () => {
  expect(readCommandLine(['--', '--json'], syntax)).toMatchObject({ operand: '--json', options: {} })
})

test.each([
  [['AP1', '--voice-url'], '--voice-url needs a value: write --voice-url=…'],
  [
    ['AP1', '--voice-url', '--json'],
    '--voice-url needs a value: if it is to begin with a hyphen, write --voice-url=-…',
  ],
  [['AP1', '--data-dir', '--json'], '--data-dir needs a value: if it is to begin with a hyphen, write --data-dir=-…'],
  [['AP1', '--json=yes'], '--json is a switch and takes no value'],
  [['AP1', '--voice-ulr=x'], '--voice-ulr is not an option: did you mean --voice-url?'],
  [['AP1', '--http-prt=1'], '--http-prt is not a flag: did you mean --http-port?'],
  [['AP1', '-x'], '-x is not an option: options begin with two hyphens'],
  [['AP1', '--quux'], '--quux is not a flag'],
  [[], '<sid> is missing: put it behind the command'],
  [[''], '<sid> is missing: put it behind the command'],
  [
    ['AP1', 'AP2'],
    'there is an argument too many: options begin with two hyphens, and a value with spaces stands in quotes',
  ],
])('%j is refused', (args, sentence) => {
  expect(refusalOf(...args)).toBe(sentence)
})

test('a refusal repeats no value, which may be a secret in the wrong place', () => {
  const secret = fc.stringMatching(/^[a-z\d]{12,20}$/)
  const line = fc.constantFrom(
    (value: string) => [`--auth-token=${value}`, 'AP1'],
    (value: string) => ['--auth-token', value, 'AP1'],
    (value: string) => ['AP1', value],
    (value: string) => ['AP1', '--voice-url', `-${value}`],
    (value: string) => ['AP1', `--json=${value}`],
  )
  fc.assert(
    fc.property(secret, line, (value, toLine) => {
      expect(refusalOf(...toLine(value))).not.toContain(value)
    }),
  )
})
