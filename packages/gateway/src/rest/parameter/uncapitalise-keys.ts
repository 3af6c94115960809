/** What {@link uncapitaliseKeys} makes of a type. */
export type Uncapitalised<Body> = {
  [Name in keyof Body as Name extends string ? Uncapitalize<Name> : never]: Body[Name]
}

/** The parameters of a request under the names that the domain has for them: `VoiceUrl` is `voiceUrl`. */
export function uncapitaliseKeys<Body extends object>(body: Body): Uncapitalised<Body> {
  const entries = Object.entries(body).map(([name, value]): [string, unknown] => [
    name.charAt(0).toLowerCase() + name.slice(1),
    value,
  ])
  return Object.fromEntries(entries) as Uncapitalised<Body>
}
