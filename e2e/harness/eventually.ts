import { expect } from '@playwright/test'

/** How often something is looked at, in milliseconds: less than a person would notice, and little work. */
const intervals = [50]

/** Expect of something that becomes so: it is asked for again and again until the test's patience ends. */
export function eventually<Value>(
  message: string,
  look: () => Value | Promise<Value>,
): ReturnType<typeof expect.poll<Value>> {
  return expect.poll(look, { message, intervals })
}
