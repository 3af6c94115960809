/** The largest token that is made or looked at, in characters (each one byte): 16 KiB. */
export const maxTokenBytes = 16_384
