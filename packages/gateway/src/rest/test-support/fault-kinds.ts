/** What is wrong with a parameter, and what is said of it. */
export interface ParameterFault {
  readonly code: number
  /** The official text of the code. */
  readonly text: string
  /** What the parameter must be. */
  readonly rule: string
  /** Values of a wrong type or form. */
  readonly wrong: readonly string[]
  /** A value that would be right were it shorter. */
  readonly tooLong: string
  /** Code and text where the parameter is required and left out. */
  readonly missing?: readonly [code: number, text: string]
}

const invalid = { code: 20422, text: 'Invalid Parameter' } as const
/** Nothing at all, what a form cannot tell from a text, and what only looks like the value. */
const noChoice = ['', '0', 'null', 'undefined', '[object Object]']

/** A free text: every text is one, but for a NUL. */
export const text = (max: number): ParameterFault => ({
  ...invalid,
  rule: `a text of at most ${max} characters`,
  wrong: ['a\0b'],
  tooLong: 'x'.repeat(max + 1),
})

export const friendlyName: ParameterFault = { ...text(64), code: 20002, text: 'Invalid FriendlyName' }

const longChoice = 'x'.repeat(5_000)

/** One of some texts. */
export const choice = (rule: string): ParameterFault => ({ ...invalid, rule, wrong: noChoice, tooLong: longChoice })

/** `0` and `1` are a choice. */
export const digitChoice = (rule: string): ParameterFault => ({ ...choice(rule), wrong: ['', '2', 'error', 'true'] })

export const truth: ParameterFault = { ...choice('true or false'), wrong: ['', '0', '1', 'yes', 'null'] }

export const method: ParameterFault = { ...choice('GET or POST'), code: 21209, text: 'Invalid Method' }

export const url: ParameterFault = {
  ...{ code: 21205, text: 'Invalid URL' },
  rule: 'an absolute http or https URL of at most 4000 characters, such as https://app.example/voice',
  wrong: ['voice', '/voice', 'http:app.example', 'ftp://app.example/', 'https://app.example/a b', '42', 'http://[::1'],
  tooLong: `https://app.example/${'x'.repeat(4_000)}`,
}

export const callbackUrl: ParameterFault = { ...url, code: 21609, text: "Invalid 'StatusCallback'" }

/** Of a telephone number: it has codes of its own. */
export const numberUrl: ParameterFault = { ...url, code: 21402, text: 'Invalid Url' }
export const numberMethod: ParameterFault = { ...method, code: 21403, text: 'Invalid Method' }

export const wholeNumber = (min: number, max: number): ParameterFault => ({
  ...invalid,
  rule: `a whole number from ${min} to ${max}`,
  wrong: ['', 'soon', '-1', '1.5', '1e2', '0x10', ' 1', 'NaN', String(min - 1), String(max + 1)],
  tooLong: '9'.repeat(400),
})

/** Of another kind, one digit short, in upper case, and one digit long. */
export const sid = (prefix: string, code = 20423, text = 'Invalid SID'): ParameterFault => ({
  ...{ code, text },
  rule: `${prefix} and 32 of 0-9 a-f`,
  wrong: [`${prefix}1`, `XX${'0'.repeat(32)}`, `${prefix}${'0'.repeat(31)}`, `${prefix}${'A'.repeat(32)}`],
  tooLong: `${prefix}${'0'.repeat(33)}`,
})

export const applicationSidOrNone: ParameterFault = {
  ...sid('AP', 21420, 'ApplicationSid is not accessible'),
  rule: 'AP and 32 of 0-9 a-f, or empty',
}

export const date: ParameterFault = {
  ...invalid,
  rule: 'a day as YYYY-MM-DD, or a moment as 2026-01-31T12:00:00Z',
  wrong: ['', 'yesterday', '2026-1-31', '2026-02-30', '2026-01-31T12:00:00', '1800000000'],
  tooLong: `2026-01-31T12:00:00.${'0'.repeat(400)}Z`,
}

export const day: ParameterFault = {
  ...invalid,
  rule: 'a day as YYYY-MM-DD, or an offset from today as -30days',
  wrong: ['', 'yesterday', '2026-1-31', '2026-02-30', '2026-01-31T12:00:00Z', '30days'],
  tooLong: `-${'9'.repeat(400)}days`,
}

export const moment: ParameterFault = {
  ...invalid,
  rule: 'a moment as 2026-01-31T12:00:00Z',
  wrong: ['', 'tomorrow', '2026-11-22', '2026-11-31T00:00:00Z', '1800000000'],
  tooLong: `2026-11-22T00:00:00.${'0'.repeat(400)}Z`,
}

export const called: ParameterFault = {
  ...{ code: 21211, text: "Invalid 'To' Phone Number" },
  rule: 'client:name, client:name?key=value, or a number in E.164 form, such as +15551234567',
  wrong: ['', 'bob', 'client:', 'client:a b', '15551234567', '+0123', 'sip:bob@example.com', '+1 555 1234'],
  tooLong: `client:${'x'.repeat(5_000)}`,
  missing: [21201, 'No Called number specified'],
}

export const caller: ParameterFault = {
  ...{ code: 21212, text: 'Invalid From Number (caller ID)' },
  rule: 'client:name or a number in E.164 form, such as +15551234567',
  wrong: ['', 'shop', 'client:', 'client:a b', '15551234567', '+0123'],
  tooLong: `+${'1'.repeat(16)}`,
}

export const clientName: ParameterFault = {
  ...{ code: 31105, text: 'Invalid client name' },
  rule: '1 to 256 characters without spaces, control characters or any of <>#%"{}|\\^[]`',
  wrong: ['', 'a b', 'a\nb', '<a>', 'a\0'],
  tooLong: 'x'.repeat(257),
}

export const phoneNumber: ParameterFault = {
  ...{ code: 21421, text: 'PhoneNumber is invalid' },
  rule: 'a number in E.164 form, such as +15551234567',
  wrong: ['', '5551234567', '+0123', 'client:bob', '+1 555 123 4567', '+1-555'],
  tooLong: `+${'1'.repeat(16)}`,
}

export const phoneNumberPart: ParameterFault = {
  ...phoneNumber,
  rule: 'at most 16 of the characters 0-9 + *',
  wrong: ['+1x', '555 1', 'client:bob'],
  tooLong: '1'.repeat(17),
}

export const areaCode: ParameterFault = {
  ...{ code: 21451, text: 'Invalid area code' },
  rule: 'three digits, the first from 2 to 9',
  wrong: ['', '41', '115', 'abc', '+41'],
  tooLong: '4155',
}

export const noAreaCode: ParameterFault = {
  ...{ code: 21457, text: 'AreaCode Parameter not Supported' },
  rule: 'left out here: give PhoneNumber',
  wrong: ['', '415', 'abc'],
  tooLong: '4155',
}

export const sendDigits: ParameterFault = {
  ...{ code: 21206, text: 'Invalid SendDigits' },
  rule: 'at most 32 of the characters 0-9 A-D # * w W',
  wrong: ['', '12x', '1 2', '1,2'],
  tooLong: '1'.repeat(33),
}

export const tokenId: ParameterFault = {
  ...invalid,
  rule: 'the id of a token, its claim jti, of 1 to 256 characters, and not the token itself',
  wrong: ['', 'a\0', 'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.c2VjcmV0'],
  tooLong: 'x'.repeat(257),
}

export const pageSize: ParameterFault = {
  ...wholeNumber(1, 1),
  rule: 'a whole number from 1 on; no page has more than 1000',
  wrong: ['', 'many', '0', '-1', '1.5'],
}

export const pageToken: ParameterFault = {
  ...invalid,
  rule: 'taken from the next_page_uri or the previous_page_uri of a page',
  wrong: ['', 'x', 'PA', 'PA a', 'QA1'],
  tooLong: `PA${'x'.repeat(300)}`,
}
