/** A promise and what settles it; settling it again does nothing. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>
  readonly resolve: (value: Value) => void
}

/** Make a promise that is resolved from outside. */
export function createDeferred<Value>(): Deferred<Value> {
  let settle: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((resolve) => {
    settle = resolve
  })
  return { promise, resolve: (value) => settle(value) }
}
