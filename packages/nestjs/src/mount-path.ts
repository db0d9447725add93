import { TrilatchError } from '@trilatch/core'

/** Says why a handler cannot be mounted. */
export function refuseMount(message: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot mount a handler: ${message}`)
}

/** What an encoded run of bytes stands for, or nothing where it is not UTF-8. */
function decoded(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    return ''
  }
}

/**
 * Checks a path to mount under. Encoded may be only what means nothing to a router of either platform: a `*`, a `/` or a
 * `%` that comes out of decoding would be a pattern, another path, or decoded once more.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`
 */
export function checkMountPath(path: string): void {
  const isPath = typeof path === 'string' && /^(?:\/(?:[\w.~-]|%[\da-f]{2})+)+$/i.test(path)
  if (!isPath || path.split('/').some((part) => part === '.' || part === '..'))
    refuseMount(`the path must be as "/admin" or "/team%20a", and is ${JSON.stringify(path)}.`)
  const runs = path.match(/%[0-7][\da-f]|(?:%[89a-f][\da-f])+/gi) ?? []
  const strange = runs.find((run) => run !== '%20' && !/^[^\p{ASCII}\p{Cc}]+$/u.test(decoded(run)))
  if (strange !== undefined)
    refuseMount(
      `the path ${JSON.stringify(path)} must not hold ${strange}: only spaces and letters beyond ASCII may be encoded.`,
    )
}

/** As much of an address as a path takes of it: the same characters, which may be encoded in another way there. */
export function mountedAt(path: string, target: string): string {
  return target
    .replace(/[?#].*$/s, '')
    .split('/')
    .slice(0, path.split('/').length)
    .join('/')
}
