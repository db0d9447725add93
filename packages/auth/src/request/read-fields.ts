import { readText, TrilatchError } from '@trilatch/core'

/** The most bytes of a body. */
export const maxBody: number = 16_384

/** The most fields of a body, and parameters of a query. */
const maxFields = 50

/** What was sent, and in which form. */
export interface SentFields {
  readonly as: 'json' | 'form'
  readonly fields: ReadonlyMap<string, string>
}

function refuse(status: number, message: string): never {
  throw new TrilatchError('TRILATCH_REQUEST_INVALID', message, { status })
}

/** Texts by name, each once. @throws TrilatchError `TRILATCH_REQUEST_INVALID` (400) */
export function uniqueFields(pairs: Iterable<readonly [string, unknown]>): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  for (const [name, value] of pairs) {
    if (fields.has(name)) refuse(400, 'A field was sent twice.')
    if (typeof value !== 'string') refuse(400, 'All fields must be texts.')
    if (fields.size >= maxFields) refuse(400, `There are more than ${maxFields} fields.`)
    if (!value.isWellFormed()) refuse(400, 'A field is not well-formed Unicode.')
    fields.set(name, value)
  }
  return fields
}

function parsed(text: string): object {
  try {
    const data: unknown = JSON.parse(text === '' ? '{}' : text)
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data
  } catch {
    // Told beneath, like what is JSON and no object.
  }
  return refuse(400, 'The body must be an object of JSON.')
}

/**
 * The fields of a body, of JSON or of a form. No other type is read: a page of another site can send text, but not
 * these without being found out.
 *
 * @throws TrilatchError `TRILATCH_REQUEST_INVALID`: 415 for another type, 413 above 16,384 bytes, else 400.
 */
export async function readFields(request: Request): Promise<SentFields> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'application/json')
    return { as: 'json', fields: uniqueFields(Object.entries(parsed(await readText(request, maxBody)))) }
  if (type === 'application/x-www-form-urlencoded')
    return { as: 'form', fields: uniqueFields(new URLSearchParams(await readText(request, maxBody))) }
  return refuse(415, 'Send application/json, or a form as application/x-www-form-urlencoded.')
}
