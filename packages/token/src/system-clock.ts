/**
 * Read the machine's clock: Unix time in whole seconds (RFC 7519 NumericDate).
 *
 * The only place in this package that does so; every public function takes `now` and asks here when it is left out.
 */
export function systemNowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
