import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { errorCatalogue } from '@ringdown/protocol'
import { type ArgumentErrorCode, tokenErrorCatalogue } from '@ringdown/token'
import { format } from 'prettier'
import { workspaceRoot } from './check/workspace-root.js'

const argumentErrors: Readonly<Record<ArgumentErrorCode, string>> = {
  missing: 'A required argument was left out. The message says what to pass.',
  type: 'An argument has the wrong type. The message names the type it has and the one it needs.',
  range: 'An argument is outside its range, or is not a whole number. The message gives the range.',
  'client-name':
    'A client name has characters that its rule forbids. Choose another, or pass `clientNameRule: "wide"`.',
  sid: 'A SID has the wrong shape. Copy it again from where it was made.',
  encoding: 'A text holds half of a surrogate pair, which UTF-8 cannot carry. It was cut in the middle of a character.',
  key: 'A secret is a PEM document or half of a key pair. Pass the auth token, or the secret of an API key.',
  scope: 'The `payload()` of a scope of your own did not return one scope URI without spaces.',
  conflict: 'Two arguments exclude each other. Pass one of them.',
  'reserved-claim': 'An extra claim has the name of one that the library writes. Choose another name.',
  'unsupported-grant': 'A grant other than the voice grant. Ringdown carries voice only.',
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`)
  return lines.join('\n')
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}

const numbers = Object.entries(errorCatalogue).map(([code, { name, message, whatToDo }]) => [
  code,
  name,
  message,
  whatToDo,
])
const refusals = Object.entries(tokenErrorCatalogue).map(([code, { deviceErrorCode, message, advice }]) => [
  `\`${code}\``,
  String(deviceErrorCode),
  message,
  advice,
])

const page = `# Errors

<!-- Written by tools/generate-error-page.ts from the code. Do not edit. -->

Every error that Ringdown gives a person, and what to do about it.

## Numbers

What a device, a webhook's notification or the REST API names. The numbers and their texts are Twilio's; the advice is ours.

${table(['code', 'name', 'text', 'what to do'], numbers)}

## Refused tokens: \`TokenError\`

What \`verifyCapabilityToken\` throws, and the number that a gateway sends to the device.

${table(['code', 'device error', 'text', 'what to do'], refusals)}

## Bad arguments: \`TokenArgumentError\`

What \`@ringdown/token\` throws, as a \`TypeError\`, for arguments that no token can be made from or verified with. The message
names the argument, the type of the value and the rule, and never the value.

${table(
  ['code', 'what to do'],
  Object.entries(argumentErrors).map(([code, advice]) => [`\`${code}\``, advice]),
)}
`

const file = join(workspaceRoot, 'docs/reference/errors.md')
const text = await format(page, { parser: 'markdown', printWidth: 120 })
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
if (!values.check) await writeFile(file, text)
else if ((await readFile(file, 'utf8').catch(() => '')) !== text) process.exitCode = 1
