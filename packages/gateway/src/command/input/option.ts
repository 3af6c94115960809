/** An option of a command, by its name without dashes in an {@link OptionTable}. */
interface Option {
  /** What its value is called in the help; absent for a switch. */
  readonly value?: string
  /** What it does, for the help. */
  readonly text: string
}

/** The options of a command, in the order of its help. */
export type OptionTable = Readonly<Record<string, Option>>

/** What a command line gave for the options of a table. */
export type OptionValues<Options extends OptionTable> = {
  readonly [Name in keyof Options]?: Options[Name] extends { readonly value: string } ? string : boolean
}
