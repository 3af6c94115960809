import { ConfigError } from '../config/config-error.js'
import { StoreError } from '../store/store-error.js'
import { CommandError } from './command-error.js'

const systemFailures: Readonly<Record<string, (error: SystemError) => string>> = {
  EADDRINUSE: ({ port }) =>
    `port ${port ?? '?'} is in use by another program: stop that, or choose another port with --http-port or --https-port (RINGDOWN_HTTP_PORT, RINGDOWN_HTTPS_PORT)`,
  EACCES: ({ port, path }) =>
    port === undefined
      ? `${path ?? 'a file'} may not be read or written by this user: run the command as the gateway's user, or give it access`
      : `port ${port} may not be used by this user: choose one above 1023`,
  EADDRNOTAVAIL: ({ address }) =>
    `this machine does not have the address ${address ?? 'to listen on'}: set --host to one it has, or to 0.0.0.0`,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ENOENT: ({ path }) => `the file ${path ?? ''} does not exist: correct its path in the configuration`,
  EISDIR: ({ path }) => `${path ?? 'what should be a file'} is a folder: correct its path in the configuration`,
  ENOTDIR: ({ path }) =>
    `${path ?? 'a path'} leads through a file as if it were a folder: correct it in the configuration`,
  EMFILE: () => 'this process may open no more files: raise its limit, with ulimit -n or LimitNOFILE',
  ENOSPC: () => 'the disk is full: make room on it',
}

interface SystemError extends Error {
  readonly code?: unknown
  readonly port?: number
  readonly address?: string
  readonly hostname?: string
  readonly path?: string
}

function unknownHost({ hostname }: SystemError): string {
  return `the host name ${hostname ?? ''} cannot be looked up: set --host to an address of this machine, or to 0.0.0.0`
}

/** Say why a command failed, and what to do: a sentence for each thing that is wrong. */
export function describeFailure(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.problems
  if (error instanceof StoreError || error instanceof CommandError) return [error.message]
  if (!(error instanceof Error)) return [`it failed: ${String(error)}`]
  const { code } = error as SystemError
  if (typeof code !== 'string') return [`it failed: ${error.message}`]
  // What TLS says of a certificate (RFC 7468) and a key names neither.
  if (code.startsWith('ERR_OSSL')) {
    return [
      'https.certFile and https.keyFile do not hold a certificate and its own key in PEM format: correct the paths',
    ]
  }
  const describe = Object.hasOwn(systemFailures, code) ? systemFailures[code] : undefined
  return [describe === undefined ? `it failed: ${error.message}` : describe(error)]
}
