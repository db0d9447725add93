import type { Problem } from '../enforcement/problem.ts'
import type { Refusal } from '../enforcement/refusal.ts'
import { asksForPage } from './asks-for-page.ts'
import type { CheckedGuardOptions } from './guard-options.ts'
import { signInLocation } from './sign-in-location.ts'

/** What a request asked for, and how. */
interface Asked {
  readonly method: string
  readonly accept: string | undefined
  /** The path and query: where the browser comes back to. */
  readonly asked: string | undefined
}

/** The redirect to the sign-in page that a browser gets instead of a 401, or `undefined`. */
export function signInRedirect(
  { signIn, prefix }: Pick<CheckedGuardOptions<object>, 'signIn' | 'prefix'>,
  refusal: Refusal,
  { method, accept, asked }: Asked,
): Problem | undefined {
  if (signIn === undefined || refusal.status !== 401) return undefined
  if (!asksForPage(method, accept)) return undefined
  const location = signInLocation({ signIn, prefix }, asked, refusal.code === 'TRILATCH_SIGN_IN_AGAIN')
  const headers = { location, 'cache-control': 'no-store', vary: 'Accept' }
  return { status: 303, headers, body: '' }
}
