import type { Handle } from './read-layers.ts'

const honest = new WeakSet<object>()

/** Marks an error handler that never takes an error for done and goes on. */
export function neverSwallows<Handler extends object>(handler: Handler): Handler {
  honest.add(handler)
  return handler
}

/** Whether this is an error handler that may take a refusal for done and go on: no guard before it counts behind it. */
export const swallows = (handle: Handle): boolean => handle.length === 4 && !honest.has(handle)
