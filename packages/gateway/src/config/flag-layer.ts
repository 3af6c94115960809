import type { ParseArgsConfig } from 'node:util'
import { type Given, isEmpty, type Layer } from './layer.js'
import { fileFlag, settingKeys } from './setting-key.js'
import { didYouMean, suggest } from './suggestion.js'

/** What `parseArgs` of `node:util` makes of a command line: values by flag, without dashes. */
export type FlagValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

type ParseArgsOptions = NonNullable<ParseArgsConfig['options']>

/** Every flag of the configuration, for `parseArgs`; to be used with `allowNegative`, and without `strict`. */
export const configFlags: Readonly<ParseArgsOptions> = Object.freeze(
  Object.fromEntries([
    [fileFlag, { type: 'string' }],
    ...settingKeys.flatMap(({ flag, setting }) =>
      flag === undefined ? [] : [[flag, { type: typeof setting.defaultValue === 'boolean' ? 'boolean' : 'string' }]],
    ),
  ] as [string, ParseArgsOptions[string]][]),
)

/** Read the flags; an unknown one is refused. */
export function flagLayer(flags: FlagValues): Layer {
  const given = new Map<string, Given>()
  const problems: string[] = []
  for (const [flag, value] of Object.entries(flags)) {
    const key = settingKeys.find((candidate) => candidate.flag === flag)
    const raw = typeof value === 'boolean' && configFlags[flag]?.type === 'boolean' ? String(value) : value
    if (raw === undefined || (key === undefined && flag === fileFlag)) continue
    if (key === undefined) problems.push(unknownFlag(flag))
    else if (typeof raw !== 'string') problems.push(`--${flag} needs exactly one value, as in --${flag}=…`)
    else if (!isEmpty(raw)) given.set(key.name, { raw, where: `by the flag --${flag}` })
  }
  return { given, problems, warnings: [] }
}

function unknownFlag(flag: string): string {
  const secret = settingKeys.find(({ name, flag: own }) => own === undefined && suggest(flag, [name]).includes(name))
  if (secret !== undefined) {
    return `--${flag} is not a flag, since every user of the machine can read command lines: set ${secret.variable} in the environment, or ${secret.name} in the file`
  }
  const flags = Object.keys(configFlags)
  return `--${flag} is not a flag${didYouMean(suggest(flag, flags).map((name) => `--${name}`))}`
}
