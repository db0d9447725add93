import { didYouMean, own, returnPath, TrilatchError, unknownKey } from '@trilatch/core'
import type { Authorizer, FetchContext } from '@trilatch/core'
import type { GroupPicker } from './ports/group-picker.ts'
import type { UserPort } from './ports/user-port.ts'

/** As much of an authorizer as the console uses. */
export type ConsoleAuthorizer = Pick<
  Authorizer,
  'permissions' | 'enabled' | 'access' | 'accounts' | 'manage' | 'roleTree' | 'diagnostics' | 'health'
>

/** What `createConsole` takes. */
export interface ConsoleOptions {
  readonly authorizer: ConsoleAuthorizer
  /**
   * Where browsers reach the application: `https://app.example.org`. What changes something must come from there.
   * Required in production (`NODE_ENV`); by default requests are compared with `Host`.
   */
  readonly baseUrl?: string
  /**
   * When the caller proved who they are, or `undefined`: `signedInAt` of `@trilatch/auth`, or what your sign-in knows.
   * What opens the console to others, and what exports the policy, needs ten minutes at most; without it that is refused.
   */
  readonly reauthenticated?: (context: FetchContext) => Date | number | undefined
  /**
   * A path of the application where people sign in; the page leads there with where they were as `returnTo`. Default: the
   * guards' option `signIn`.
   */
  readonly signInUrl?: string
  /**
   * A path of the application where people sign in again; the page adds `again=1` and where they were as `returnTo`.
   */
  readonly reauthenticateUrl?: string
  /** A path of the application where people sign out. */
  readonly signOutUrl?: string
  /** Where groups are looked for; without it they are typed. */
  readonly groupPicker?: GroupPicker
  /** The users of an application that keeps them itself; the console reads them, and writes none. */
  readonly users?: UserPort
  /** The language of the page, as `de`. Default: the browser's. */
  readonly locale?: string
}

/** The options, checked and complete. */
export interface Settings extends Omit<ConsoleOptions, 'baseUrl'> {
  /** `undefined`: requests are compared with `Host`. */
  readonly origin: string | undefined
}

const names = [
  'authorizer',
  'baseUrl',
  'signInUrl',
  'reauthenticated',
  'reauthenticateUrl',
  'signOutUrl',
  'groupPicker',
  'users',
  'locale',
]

function refuse(message: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot set up the console: ${message}`)
}

const hasMethods = (value: unknown, methods: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  methods.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')

/** The origin that writes must come from. */
function readOrigin(given: unknown, environment: NodeJS.ProcessEnv): string | undefined {
  if (given === undefined) {
    if (environment['NODE_ENV'] !== 'production') return undefined
    refuse(
      '`baseUrl` is required in production: where browsers reach the application, as "https://app.example.org".',
    )
  }
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return refuse('`baseUrl` must be an absolute URL, as "https://app.example.org".')
  return url.origin
}

function checkPath(name: string, given: unknown): void {
  if (given !== undefined && returnPath(given) === undefined)
    refuse(`\`${name}\` must be a path of the application, as "/auth".`)
}

const authorizerMethods = ['access', 'manage', 'roleTree', 'diagnostics', 'health']

/** @throws TrilatchError `TRILATCH_OPTION_INVALID`, naming the option, what is expected and the fix. */
export function readOptions(options: ConsoleOptions, environment: NodeJS.ProcessEnv): Settings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('createConsole takes an object of options')
  if (hasMethods(options, authorizerMethods)) refuse('the authorizer is an option: write { authorizer }.')
  const stray = unknownKey(options, names)
  if (stray !== undefined) refuse(`unknown option ${JSON.stringify(stray)}.${didYouMean(stray, names)}`)
  const authorizer = own(options, 'authorizer')
  if (!hasMethods(authorizer, authorizerMethods))
    refuse('`authorizer` must be what createAuthorizer() gives.')
  const reauthenticated = own(options, 'reauthenticated')
  if (reauthenticated !== undefined && typeof reauthenticated !== 'function')
    refuse('`reauthenticated` must be a function that tells when the caller signed in.')
  const paths = {
    signInUrl: own(options, 'signInUrl'),
    reauthenticateUrl: own(options, 'reauthenticateUrl'),
    signOutUrl: own(options, 'signOutUrl'),
  }
  for (const [name, path] of Object.entries(paths)) checkPath(name, path)
  const groupPicker = own(options, 'groupPicker')
  if (
    groupPicker !== undefined &&
    !(hasMethods(groupPicker, ['search']) && Array.isArray(groupPicker.providers))
  )
    refuse('`groupPicker` must be { providers, search }.')
  const users = own(options, 'users')
  if (users !== undefined && !hasMethods(users, ['list', 'find']))
    refuse('`users` must have the methods list and find.')
  const locale = own(options, 'locale')
  if (
    locale !== undefined &&
    !(typeof locale === 'string' && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(locale))
  )
    refuse('`locale` must be a language tag, as "de".')
  const given = { reauthenticated, ...paths, groupPicker, users, locale }
  return Object.freeze({
    authorizer: authorizer as ConsoleAuthorizer,
    origin: readOrigin(own(options, 'baseUrl'), environment),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  })
}
