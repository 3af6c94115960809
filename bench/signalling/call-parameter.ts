/** Whom to dial: a parameter of the device, which the gateway hands on to the VoiceUrl. */
export const targetName = 'To'

/** How long the VoiceUrl held the request, in milliseconds: a parameter of its document, which reaches who is rung. */
export const heldName = 'heldMs'
