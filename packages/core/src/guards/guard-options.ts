import { own, unknownKey } from '../own.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import type { Subject } from '../decision/subject.ts'
import { TrilatchError } from '../errors.ts'
import type { Disclose } from '../enforcement/refusal.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import { returnPath } from './return-path.ts'

/** What every adapter takes; `Req` is what the framework hands to a handler. */
export interface GuardOptions<Req> {
  /** Who is asking. Required: nothing is read by default. `null` or `undefined`: nobody is signed in. */
  readonly subject: (request: Req) => MaybePromise<Subject | null | undefined>
  /** What refusals tell those who are signed in. Default `permission`: which one is missing. */
  readonly disclose?: Disclose
  /** The realm of `WWW-Authenticate`, printable ASCII. Default `trilatch`. */
  readonly realm?: string
  /**
   * A path of this application; a browser's GET for a page goes there by 303 when nobody is signed in, with what it asked
   * for as `returnTo`.
   */
  readonly signIn?: string
  /** What a proxy takes away in front of every path, as `/app`: it is put back in front of `returnTo`. Default none. */
  readonly prefix?: string
  /** The application's session, for mounted handlers. Default: the request's `session`. */
  readonly session?: (request: Req) => unknown
}

/** The options with their defaults. */
export interface CheckedGuardOptions<Req> {
  readonly subject: GuardOptions<Req>['subject']
  readonly disclose: Disclose
  readonly realm: string
  readonly signIn: string | undefined
  readonly prefix: string
  readonly session: (request: Req) => unknown
}

const names = ['subject', 'disclose', 'realm', 'signIn', 'prefix', 'session']
const disclosures: readonly string[] = ['permission', 'generic', 'not-found']

/** @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function refuseGuards(message: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot set up the guards: ${message}`)
}

/**
 * Checks an adapter's options when they are given, not when somebody calls.
 *
 * @param others Options that the adapter reads itself, for the message about one that is unknown.
 */
export function readGuardOptions<Req>(
  options: GuardOptions<Req>,
  others: readonly string[] = [],
): CheckedGuardOptions<Req> {
  if (typeof options !== 'object' || options === null) refuseGuards('expected options with `subject`.')
  const stray = unknownKey(options, names)
  if (stray !== undefined)
    refuseGuards(`unknown option ${JSON.stringify(stray)}.${didYouMean(stray, [...others, ...names])}`)
  const subject = own(options, 'subject')
  if (typeof subject !== 'function')
    refuseGuards('`subject` is required: a function that tells who is asking, or null for nobody.')
  const disclose = own(options, 'disclose') ?? 'permission'
  if (!disclosures.includes(disclose)) refuseGuards(`\`disclose\` must be one of ${disclosures.join(', ')}.`)
  const realm = own(options, 'realm') ?? 'trilatch'
  if (typeof realm !== 'string' || !/^[\x20-\x7e]{1,200}$/.test(realm))
    refuseGuards('`realm` must be 1 to 200 printable ASCII characters.')
  const signIn = own(options, 'signIn')
  if (signIn !== undefined && (typeof signIn !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(signIn))) {
    refuseGuards('`signIn` must be a path of this application, as "/sign-in".')
  }
  const prefix = own(options, 'prefix') ?? ''
  if (prefix !== '' && (returnPath(prefix) === undefined || /[?#]|\/$/.test(prefix)))
    refuseGuards('`prefix` must be the path that a proxy takes away, as "/app", without a slash at its end.')
  const session =
    own(options, 'session') ?? ((request: Req) => (request as { readonly session?: unknown }).session)
  if (typeof session !== 'function') refuseGuards('`session` must be a function.')
  return Object.freeze({ subject, disclose, realm, signIn, prefix, session })
}
