/** What stands before the handler: nothing, a middleware that does nothing, a guard. */
export const httpModes = ['bare', 'noop', 'guard'] as const

export type HttpMode = (typeof httpModes)[number]
