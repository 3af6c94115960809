/** How the command ends. Documented in its help and in the guide; stable. */
export const exitCodes = Object.freeze({
  /** Done. */
  ok: 0,
  /** The token was refused, or is none. */
  refused: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A secret or a file is missing or cannot be used. */
  unusable: 3,
  /** A defect of the command (EX_SOFTWARE of BSD sysexits). */
  unexpected: 70,
} as const)

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The exit codes as the help shows them. */
export const exitCodeHelp = `Exit codes:
  0   done
  1   the token was refused, or is not a token
  2   the command line is wrong
  3   a secret or a file is missing or cannot be used
  70  an unexpected error, a defect of this command`
