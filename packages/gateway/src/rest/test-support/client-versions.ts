/** The versions of the official client that are tested with. */
export const clientVersions = [3, 6] as const
