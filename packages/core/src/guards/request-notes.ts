/** Notes about objects that belong to others, seen by nobody who does not hold these. */
export interface RequestNotes<Note> {
  of(request: object): Note | undefined
  set(request: object, note: Note): void
}

/** What to say to whoever asks about no request. */
export const noRequest = (): TypeError =>
  new TypeError("access() takes the request, or Koa's context: await access(req), await access(ctx)")

/** Called as a base class, it hands back the object it is given; so a private field lands on that object. */
const given = function (request: object): object {
  return request
} as unknown as new (request: object) => object

/**
 * Makes notes that are kept on each request itself, in a private field that no code but this can see or copy.
 * A `WeakMap` means the same, and its upkeep by the garbage collector cost a third of a guard's time.
 */
export function requestNotes<Note>(): RequestNotes<Note> {
  class Noted extends given {
    #note: Note | undefined

    static of(request: object): Note | undefined {
      return #note in request ? request.#note : undefined
    }

    static set(request: object, note: Note): void {
      const noted = #note in request ? request : new Noted(request)
      noted.#note = note
    }
  }
  return Noted
}
