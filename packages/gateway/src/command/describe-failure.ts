import { ConfigError } from '../config/config-error.js'
import { StoreError } from '../store/store-error.js'

const systemFailures: Readonly<Record<string, (error: SystemError) => string>> = {
  EADDRINUSE: ({ port }) =>
    `port ${port ?? '?'} is in use by another program; stop that, or choose another port with --http-port or --https-port`,
  EACCES: ({ port, path }) =>
    port === undefined
      ? `${path ?? 'a file'} may not be read or written by this user`
      : `port ${port} may not be used by this user; choose one above 1023`,
  EADDRNOTAVAIL: () => 'this machine does not have the address to listen on; set --host to one it has, or to 0.0.0.0',
  ENOENT: ({ path }) => `the file ${path ?? ''} does not exist`,
}

interface SystemError extends Error {
  readonly code?: string
  readonly port?: number
  readonly path?: string
}

/** Say in a sentence why a command failed, and what to do. */
export function describeFailure(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.join('\n')
  if (error instanceof StoreError) return error.message
  if (!(error instanceof Error)) return String(error)
  const { code } = error as SystemError
  const describe = code === undefined ? undefined : systemFailures[code]
  return describe === undefined ? `it failed: ${error.message}` : describe(error)
}
