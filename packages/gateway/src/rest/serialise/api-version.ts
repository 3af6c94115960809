/** The version of the REST API, as it stands in paths and resources. */
export const apiVersion = '2010-04-01'

/** The root of the API that is Ringdown's own, as it stands in paths. */
export const ownRoot = '/ringdown/v1'
