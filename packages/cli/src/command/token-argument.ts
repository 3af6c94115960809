import type { Command } from 'commander'

/** Add the argument and options that say where the token is and how the answer looks. */
export function addTokenArgument(command: Command): Command {
  return command
    .argument(
      '[token]',
      'the token; "-" or nothing reads standard input, where other users of the machine cannot see it',
    )
    .optionsGroup('Input and output:')
    .option('--token-file <path>', 'read the token from a file')
    .option('--json', 'answer in JSON')
}
