/** Which account a command is for. */
export const accountOption = {
  'account-sid': {
    value: 'sid',
    text: 'the account; when left out, the one that RINGDOWN_ACCOUNT_SID names, else the only one there is',
  },
} as const

/** The form of an answer. */
export const jsonOption = {
  json: { text: 'answer in JSON, with the field names of the REST API' },
} as const
