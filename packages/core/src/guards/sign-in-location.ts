import type { Problem } from '../enforcement/problem.ts'
import { returnPath } from './return-path.ts'

/** Where a browser is sent to sign in. */
export interface SignInPlace {
  /** The path of the sign-in page, with a query or a fragment where it has one. */
  readonly signIn: string
  /** What stands in front of the paths that the application sees, where a proxy takes it away. */
  readonly prefix: string
}

/**
 * The path of the sign-in page that brings the browser back to what it asked for: `/sign-in?returnTo=%2Freports`.
 *
 * @param asked The path and query that were asked for, as they came. What is not certainly a path of this application is
 * left out.
 * @param again Whoever asks is signed in, and has to prove it anew: without `again` the page would send them back at once.
 */
export function signInLocation(
  { signIn, prefix }: SignInPlace,
  asked: string | undefined,
  again: boolean,
): string {
  const returnTo = asked === undefined ? undefined : returnPath(prefix + asked)
  const added = [
    ...(again ? ['again=1'] : []),
    ...(returnTo === undefined || returnPath(asked) === undefined
      ? []
      : [`returnTo=${encodeURIComponent(returnTo)}`]),
  ]
  if (added.length === 0) return signIn
  const at = signIn.indexOf('#')
  const [path, fragment] = at === -1 ? [signIn, ''] : [signIn.slice(0, at), signIn.slice(at)]
  return `${path}${path.includes('?') ? '&' : '?'}${added.join('&')}${fragment}`
}

/** The answer that sends a browser there; no cache may keep it. */
export function signInRedirect(place: SignInPlace, asked: string | undefined, again: boolean): Problem {
  const location = signInLocation(place, asked, again)
  return { status: 303, headers: { location, 'cache-control': 'no-store', vary: 'Accept' }, body: '' }
}
