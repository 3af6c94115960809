import type { Phone } from './phone.js'

/** Have one phone call, the other accept, and wait until both are in the call. */
export async function connectCall(
  caller: Phone,
  callee: Phone,
  params: Readonly<Record<string, string>> = {},
): Promise<void> {
  await caller.call(params)
  await callee.saw('incoming')
  await callee.accept()
  await Promise.all([caller.saw('accept'), callee.saw('accept')])
}

/** Wait until each hears the other's tone. */
export async function hearEachOther(one: Phone, other: Phone): Promise<void> {
  await Promise.all([one.hears(other.toneHertz), other.hears(one.toneHertz)])
}
