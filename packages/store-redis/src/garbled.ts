/**
 * Something in Redis is not what this package writes there: cut off, of another make, or not sealed with the key.
 * It is never taken for "there is none"; who needs it gets no answer.
 */
export class GarbledError extends Error {
  override readonly name = 'GarbledError'
}

/** The error for one thing that cannot be read. */
export function garbled(what: string): GarbledError {
  return new GarbledError(`Redis holds something else in the place of ${what}`)
}
