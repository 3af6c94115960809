/** The methods of webhooks. */
export const httpMethods = ['GET', 'POST'] as const

/** One of {@link httpMethods}. */
export type HttpMethod = (typeof httpMethods)[number]
