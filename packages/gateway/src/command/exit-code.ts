/** How `ringdown-gateway` ends. Documented in its help and in the guide; stable. */
export const exitCodes = Object.freeze({
  /** Done. */
  ok: 0,
  /** It could not be done: the configuration, the store, a port, or something that is not there. */
  failure: 1,
  /** The command line is wrong. */
  usage: 2,
} as const)

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The exit codes as the help shows them. */
export const exitCodeHelp = `Exit codes:
  0  done
  1  it could not be done, for the reason given on standard error
  2  the command line is wrong; nothing was done`
