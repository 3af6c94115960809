import type { Profile } from './profile.js'

/** Standard input. */
interface InputStream {
  readonly isTerminal: boolean
  /** Read to the end, or until more than `maxBytes` have come. */
  readonly read: (maxBytes: number) => Promise<Uint8Array>
}

/** Standard output or standard error. */
export interface OutputStream {
  readonly isTerminal: boolean
  /** The width of the terminal in characters; undefined when there is none. */
  readonly columns: number | undefined
  readonly write: (text: string) => void
}

/** Everything that the command asks of the machine it runs on. */
export interface Ports {
  /** The arguments after the name of the command. */
  readonly args: readonly string[]
  /** What `ringdown --version` prints. */
  readonly version: string
  readonly profile: Profile
  readonly stdin: InputStream
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  /** Read a file to the end, or until more than `maxBytes` have come. */
  readonly readFile: (path: string, maxBytes: number) => Promise<Uint8Array>
  /** Unix time in whole seconds. */
  readonly nowSeconds: () => number
  /** A new id that no other token has. */
  readonly createTokenId: () => string
}
