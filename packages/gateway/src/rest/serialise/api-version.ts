/** The version of the REST API, as it stands in paths and resources. */
export const apiVersion = '2010-04-01'
