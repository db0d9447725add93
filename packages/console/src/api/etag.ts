import { TrilatchError } from '@trilatch/core'
import type { Declaration } from '../contract/declaration.ts'
import { seenIn } from './whole.ts'
import type { Seen } from './whole.ts'

/** The header of a version; an empty one where there is none yet. */
export const etagOf = (version: string | null): string => `"${version ?? ''}"`

function preconditionRequired(message: string): TrilatchError {
  return new TrilatchError('TRILATCH_PRECONDITION_REQUIRED', message, { status: 428 })
}

/**
 * The version that a caller has seen, by its `If-Match`.
 *
 * @throws TrilatchError `TRILATCH_PRECONDITION_REQUIRED` (428) when it is missing or says "any", and when the whole of a
 * list would be replaced by who has not seen all of it; `TRILATCH_REQUEST_INVALID` (400)
 */
export function seenVersion(headers: Headers, ifMatch: NonNullable<Declaration['ifMatch']>): Seen {
  const given = headers.get('if-match')?.trim()
  if (given === undefined || given === '' || given === '*')
    throw preconditionRequired('Send the ETag of what you have read as If-Match.')
  const [, version] = /^"([\x21\x23-\x7e]{0,200})"$/.exec(given) ?? []
  if (version === undefined)
    throw new TrilatchError('TRILATCH_REQUEST_INVALID', 'If-Match must be one ETag, as it was read.', {
      status: 400,
    })
  const seen = seenIn(version)
  if (ifMatch === 'whole' && !seen.isWhole)
    throw preconditionRequired(
      'What you have read is a part of the list, or something else, and this replaces all of it: read it to its last page, and send the ETag of that one as If-Match.',
    )
  return seen
}

/** Whether the caller has it already, by its `If-None-Match`. */
export function isKnown(headers: Headers, etag: string): boolean {
  const given = headers.get('if-none-match')
  if (given === null || given.length > 2_000) return false
  return given.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
}
