/** A truth value in a column that both engines have. */
export type Bit = 0 | 1

/** Write a truth value. */
export function toBit(isTrue: boolean): Bit {
  return isTrue ? 1 : 0
}

/** Read a truth value. */
export function fromBit(bit: Bit): boolean {
  return bit === 1
}
