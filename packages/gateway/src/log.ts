import { type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino'
import pretty from 'pino-pretty'
import type { GatewayConfig } from './config/gateway-config.js'

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

const standardError = 2

/**
 * Make the process's log, on standard error, so that standard output stays for answers: one JSON object a line, or
 * lines for reading.
 *
 * Fields that hold secrets are cut out wherever they turn up, as a second line of defence: nothing hands them over.
 *
 * @param destination - where the JSON lines go instead
 */
export function createLog({ level, format }: GatewayConfig['log'], destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: stdSerializers.err },
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '(secret)' },
  }
  return pino(options, destination ?? (format === 'text' ? textStream() : pino.destination(standardError)))
}

function textStream(): DestinationStream {
  return pretty({
    destination: standardError,
    sync: true,
    errorLikeObjectKeys: ['error'],
    translateTime: 'SYS:HH:MM:ss.l',
  })
}
