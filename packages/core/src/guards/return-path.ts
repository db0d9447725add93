const made = 'http://return.invalid'

/**
 * A path of this application to go to afterwards, or `undefined` for anything that is not certainly one: it begins
 * with one slash, and has printable ASCII and no backslash, for browsers read `/\evil.example` as another host.
 */
export function returnPath(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 2_048) return undefined
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return undefined
  try {
    const url = new URL(text, made)
    // What a browser resolves must not begin with two slashes either: `/.//evil.example`.
    return url.origin === made && !url.pathname.startsWith('//') ? text : undefined
  } catch {
    return undefined
  }
}
