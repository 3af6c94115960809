import { usageError } from '../error/command-error.js'

const secretOption = /^(--(?:auth-token|secondary-auth-token|api-key-secret))(?:=|$)/

const waysIn: Readonly<Record<string, string>> = {
  '--auth-token': 'Set RINGDOWN_AUTH_TOKEN, or pass --auth-token-file <path> or --auth-token-stdin.',
  '--secondary-auth-token': 'Set RINGDOWN_SECONDARY_AUTH_TOKEN, or pass --secondary-auth-token-file <path>.',
  '--api-key-secret': 'Set RINGDOWN_API_KEY_SECRET, or pass --api-key-secret-file <path>.',
}

/**
 * Refuse a secret among the arguments.
 *
 * @throws CommandError with exit code 2
 */
export function refuseSecretArguments(args: readonly string[]): void {
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
  for (const argument of options) {
    const option = secretOption.exec(argument)?.[1]
    if (option === undefined) continue
    throw usageError(
      `There is no option ${option}: other users of this machine can read the arguments of a command, and the shell ` +
        `keeps them in its history. ${waysIn[option] ?? ''} If you have just typed a real secret, replace it.`,
    )
  }
}
