import { didYouMean, own, returnPath, unknownKey } from '@trilatch/core'
import type { Accounts, Authorizer } from '@trilatch/core'
import { SessionCookieCheck } from './session/check-session-cookie.ts'
import { sessionOf } from './session/session-of.ts'
import type { SessionPort } from './session-port.ts'
import { checkStrategies } from './check-strategies.ts'
import { refuse } from './refuse.ts'
import type { Strategy } from './strategy.ts'

/** As much of an authorizer as sign-in uses. */
export type SignInAuthorizer = Pick<Authorizer, 'enabled'> & {
  accounts(actor: string): Accounts
  manage(
    actor: string,
  ): Pick<ReturnType<Authorizer['manage']>, 'beginSession' | 'endSessions' | 'recordGroups' | 'forgetGroups'>
}

/** What `createSignIn` takes. */
export interface SignInOptions {
  readonly authorizer: SignInAuthorizer
  /** The ways to sign in, in the order in which pages show them. At least one, at most 20. */
  readonly strategies: readonly Strategy[]
  /**
   * Where browsers reach the application: `https://app.example.org`, with the path in front of it where a proxy takes
   * one away. Required in production (`NODE_ENV`), and with redirecting strategies. Without it cookies are not Secure.
   */
  readonly baseUrl?: string
  /** The name of the application, 1 to 100 characters, for titles. Default `this application`. */
  readonly application?: string
  /** A picture for the pages: a path of the application, or a `data:image/…` URL. */
  readonly logo?: string
  /** A path of the application to go to after signing in. Default `/`. */
  readonly home?: string
  /**
   * Whether somebody who signs in through a provider for the first time becomes a user, with the roles of
   * `newUserRoles.provisioned`. Default true; otherwise only accounts that a user has linked come in.
   */
  readonly createUsers?: boolean
  /** The port over a session that is none of those that are known. `current` gives the session as it is now. */
  readonly session?: (current: () => unknown) => SessionPort
}

/** The options, checked and complete. */
export interface Settings {
  readonly authorizer: SignInAuthorizer
  readonly strategies: readonly Strategy[]
  /** `undefined`: not known; requests are compared with Host, and links have no origin. */
  readonly origin: string | undefined
  /** What stands in front of every path that browsers see. No slash at its end. */
  readonly prefix: string
  readonly application: string
  readonly logo: string | undefined
  readonly home: string
  readonly createUsers: boolean
  readonly session: (current: () => unknown) => SessionPort
  /** Of a session that is one of those that are known. */
  readonly sessionCookie: SessionCookieCheck | undefined
}

const names = ['authorizer', 'strategies', 'baseUrl', 'application', 'logo', 'home', 'createUsers', 'session']
/** What an application is called that says no name. It stands in sentences, and is no title. */
export const unnamed = 'this application'

function readBaseUrl(given: unknown): URL | undefined {
  if (given === undefined) return undefined
  const text = typeof given === 'string' ? given : ''
  if (!URL.canParse(text) || !/^https?:\/\//.test(text))
    refuse('`baseUrl` must be an absolute URL, as "https://app.example.org".')
  const url = new URL(text)
  if (
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== '' ||
    url.pathname.includes('//')
  )
    refuse('`baseUrl` must be an origin with at most a path: no user, query or fragment.')
  return url
}

function isAuthorizer(value: unknown): value is SignInAuthorizer {
  const methods = ['accounts', 'manage']
  return (
    typeof value === 'object' &&
    value !== null &&
    methods.every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
  )
}

/** @throws TrilatchError `TRILATCH_OPTION_INVALID`, naming the option, what is expected and the fix. */
export function readOptions(options: SignInOptions, environment: NodeJS.ProcessEnv): Settings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('createSignIn takes an object of options')
  if (isAuthorizer(options)) refuse('write createSignIn({ authorizer, strategies: […] }).')
  const stray = unknownKey(options, names)
  if (stray !== undefined) refuse(`unknown option ${JSON.stringify(stray)}.${didYouMean(stray, names)}`)
  const authorizer: unknown = own(options, 'authorizer')
  if (!isAuthorizer(authorizer)) refuse('`authorizer` must be what createAuthorizer() gives.')
  const strategies = checkStrategies(own(options, 'strategies'))
  const url = readBaseUrl(own(options, 'baseUrl'))
  if (url === undefined && environment['NODE_ENV'] === 'production')
    refuse(
      '`baseUrl` is required in production: where browsers reach the application, as "https://app.example.org".',
    )
  if (url === undefined && strategies.some(({ kind }) => kind === 'redirect'))
    refuse('`baseUrl` is required with a strategy that redirects: its callback is a URL of yours.')
  const application = own(options, 'application') ?? unnamed
  if (typeof application !== 'string' || !/^\P{Cc}{1,100}$/u.test(application))
    refuse('`application` must be a name of 1 to 100 characters.')
  const logo = own(options, 'logo')
  const isImage =
    typeof logo === 'string' && (returnPath(logo) !== undefined || /^data:image\/[\w.+-]+[;,]/.test(logo))
  if (logo !== undefined && !isImage)
    refuse('`logo` must be a path of the application, or a data:image/… URL.')
  const home = own(options, 'home') ?? '/'
  if (returnPath(home) === undefined) refuse('`home` must be a path of the application, as "/".')
  const createUsers = own(options, 'createUsers') ?? true
  if (typeof createUsers !== 'boolean') refuse('`createUsers` must be true or false.')
  const session = own(options, 'session') ?? sessionOf
  if (typeof session !== 'function') refuse('`session` must be a function that gives a port over a session.')
  return Object.freeze({
    authorizer,
    strategies,
    origin: url?.origin,
    prefix: url === undefined ? '' : url.pathname.replace(/\/$/, ''),
    application,
    logo,
    home,
    createUsers,
    session,
    sessionCookie: session === sessionOf ? new SessionCookieCheck() : undefined,
  })
}
