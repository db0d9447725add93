import { readText, TrilatchError } from '@trilatch/core'
import { maxItems } from '../contract/common.ts'
import { refused } from './refused.ts'

/** The most bytes of a body. */
const maxBytes = 1_048_576

/** The deepest nesting. */
const maxDepth = 20

function refuse(status: number, message: string): never {
  throw new TrilatchError('TRILATCH_REQUEST_INVALID', message, { status })
}

/** Refuses what is too deep or too long before anything looks at what it says. */
function checkShape(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (depth > maxDepth) throw refused([{ path: [], message: `nested deeper than ${maxDepth} levels` }])
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  if (items.length > maxItems)
    throw refused([{ path: [], message: `a list or an object has more than ${maxItems} items` }])
  for (const item of items) checkShape(item, depth + 1)
}

/**
 * The body of a request: JSON of at most 1 MB, 20 levels and 1,000 items a list. No other type is read, so that no form
 * of another site can send one.
 *
 * @throws TrilatchError `TRILATCH_REQUEST_INVALID`: 415 for another type, 413 when it is too long, 400 when it is not
 * JSON, 422 when it is too deep
 */
export async function readBody(request: Request): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json') refuse(415, 'Send application/json.')
  const text = await readText(request, maxBytes)
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    refuse(400, 'The body is not JSON.')
  }
  checkShape(data, 1)
  return data
}
