/** Whether a text is a telephone number in E.164 form: a plus sign and 2 to 15 digits, the first of which is no 0. */
export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(text)
}

/** Whether a number in E.164 form is free for whoever calls: in North America, or everywhere (ITU-T E.169.1, country code 800). */
export function isTollFree(phoneNumber: string): boolean {
  return /^\+(?:1(?:800|833|844|855|866|877|888)\d{7}|800\d{8})$/.test(phoneNumber)
}
