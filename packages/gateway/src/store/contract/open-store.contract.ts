import type { Store } from '../store.js'

/** Opens a store with one account in it, that of the test rows; it is closed when the test is over. */
export type OpenStore = () => Promise<Store>

/** A moment after that of the test rows, in Unix milliseconds. */
export const later = 1_700_000_060_000
