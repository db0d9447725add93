import { TrilatchError } from '@trilatch/core'

/** What stands for "there is none yet". */
const none = ''

/** The header of a version. */
export const etagOf = (version: string | null): string => `"${version ?? none}"`

/**
 * The version that a caller has seen, by its `If-Match`.
 *
 * @throws TrilatchError `TRILATCH_PRECONDITION_REQUIRED` (428) when it is missing or says "any"; `TRILATCH_REQUEST_INVALID` (400)
 */
export function seenVersion(headers: Headers): string | null {
  const given = headers.get('if-match')?.trim()
  if (given === undefined || given === '' || given === '*') {
    const message = 'Send the ETag of what you have read as If-Match.'
    throw new TrilatchError('TRILATCH_PRECONDITION_REQUIRED', message, { status: 428 })
  }
  const [, version] = /^"([\x21\x23-\x7e]{0,200})"$/.exec(given) ?? []
  if (version === undefined)
    throw new TrilatchError('TRILATCH_REQUEST_INVALID', 'If-Match must be one ETag, as it was read.', {
      status: 400,
    })
  return version === none ? null : version
}

/** Whether the caller has it already, by its `If-None-Match`. */
export function isKnown(headers: Headers, etag: string): boolean {
  const given = headers.get('if-none-match')
  if (given === null || given.length > 2_000) return false
  return given.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
}
