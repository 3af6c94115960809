import { type Logger, pino, stdTimeFunctions } from 'pino'

/** The levels that an operator can choose from. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

/**
 * Make the process's log: one JSON object a line on standard error, so that standard output stays for answers.
 *
 * Fields that hold secrets are cut out wherever they turn up, as a second line of defence: nothing hands them over.
 */
export function createLog(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '(secret)' },
    },
    pino.destination(2),
  )
}

const secretFields = [
  'token',
  'authToken',
  'secondaryAuthToken',
  'secret',
  'password',
  'credential',
  'authorization',
  'signature',
]
