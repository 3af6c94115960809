import type { AddressInfo } from 'node:net'

/** Say where a server can be asked for a token. */
export function reportListening(address: AddressInfo | string | null): void {
  const port = typeof address === 'object' ? address?.port : address
  process.stdout.write(`Tokens at http://127.0.0.1:${port ?? ''}/token?identity=joey\n`)
}
