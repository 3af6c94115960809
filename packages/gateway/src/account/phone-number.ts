/** Whether a text is a telephone number in E.164 form: a plus sign and 2 to 15 digits, the first of which is no 0. */
export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(text)
}
