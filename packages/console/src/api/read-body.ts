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

/** How many names a JSON text gives to something: outside of texts a colon stands behind each, and nowhere else. */
function namesIn(text: string): number {
  let names = 0
  let isText = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') isText = !isText
    else if (!isText) names += character === ':' ? 1 : 0
    else if (character === '\\') at++
  }
  return names
}

/**
 * Refuses what is too deep or too long before anything looks at what it says.
 *
 * @returns How many names there are in it.
 */
function checkShape(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0
  if (depth > maxDepth) throw refused([{ path: [], message: `nested deeper than ${maxDepth} levels` }])
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  if (items.length > maxItems)
    throw refused([{ path: [], message: `a list or an object has more than ${maxItems} items` }])
  let names = Array.isArray(value) ? 0 : items.length
  for (const item of items) names += checkShape(item, depth + 1)
  return names
}

/**
 * The body of a request: JSON of at most 1 MB, 20 levels and 1,000 items a list. No other type is read, so that no form
 * of another site can send one.
 *
 * @throws TrilatchError `TRILATCH_REQUEST_INVALID`: 415 for another type, 413 when it is too long, 400 when it is not
 * JSON, 422 when it is too deep, or names something twice
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
  // Of two values of one name the parser keeps the last, and something in front of us may have looked at the first.
  if (checkShape(data, 1) !== namesIn(text))
    throw refused([{ path: [], message: 'something in it is named twice' }])
  return data
}
