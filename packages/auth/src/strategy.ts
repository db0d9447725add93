import type { Accounts } from '@trilatch/core'
import type { GroupSource } from './group-source.ts'
import type { Identity } from './identity.ts'
import type { Outcome, PasswordChanged, Registered } from './outcome.ts'

/** A request as strategies see it, whatever the framework and whoever called: the sign-in handler or Passport. */
export interface StrategyRequest {
  /**
   * What was sent in a body of JSON or of a form: texts alone, each name once, as they came, neither trimmed nor
   * folded; at most 16,384 bytes together. Empty for a callback.
   */
  readonly fields: ReadonlyMap<string, string>
  /** The parameters of the query, each name once. */
  readonly query: ReadonlyMap<string, string>
  /** The network address that called, as the framework tells it; `undefined` where it tells none. */
  readonly address: string | undefined
  /** Cookies by name, as they came: for cookies of the strategy's own. */
  readonly cookies: ReadonlyMap<string, string>
  /** Who is signed in, or `null`. */
  readonly subject: string | null
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal
  /** Has the answer set a cookie: HttpOnly, SameSite=Lax, Secure and `__Host-` where the application is on https. */
  setCookie(name: string, value: string, maxAgeSeconds: number): void
}

/** What strategies are given to work with. */
export interface StrategyPorts {
  /** Users with what they sign in with, and the vault: credentials, invitations, limits. */
  readonly accounts: Accounts
  /** The name of the application, for titles. */
  readonly application: string
}

/** A field of a form. Labels are plain text. */
export interface FormField {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'email' | 'password'
  /** The token of HTML's autocomplete: `username`, `current-password`, `new-password`. */
  readonly autocomplete: string
  /** Default true. */
  readonly required?: boolean
  /** A sentence beneath the label. */
  readonly hint?: string
  /** What it is filled with from the query of the page, by name: an invitation out of a link. Never a password. */
  readonly fromQuery?: string
}

interface CommonStrategy {
  /** 1 to 32 of `a-z 0-9 -`, beginning with a letter; part of URLs and of identities. */
  readonly id: string
  /** What people read: `GitLab`. */
  readonly title: string
  /**
   * Called once before the first request, and awaited by `ready()` of the sign-in: to print a first secret, create an
   * administrator from configuration, reach a provider. What it throws is thrown by `ready()`, and tried again later.
   */
  prepare?(ports: StrategyPorts): Promise<void>
  /**
   * Called when an identity that this strategy vouched for has been found to be that of a user, before their session
   * begins, or when it was linked to one: to keep what is needed between sign-ins. What it throws refuses that with 503.
   */
  signedIn?(subject: string, identity: Identity, ports: StrategyPorts): Promise<void>
  /**
   * Called when somebody has signed out, here or everywhere, whichever strategy they came by, or is linked with it no
   * more: to end what is kept for them. What it throws is told to operators; they are signed out all the same.
   */
  signedOut?(subject: string, ports: StrategyPorts): Promise<void>
  /** What it says about groups between sign-ins. Absent: groups are known from sign-ins alone. */
  readonly groups?: GroupSource | undefined
}

/** Registration by the people themselves. */
export interface Registration {
  readonly fields: readonly FormField[]
  /**
   * The fields of a page that was opened with this query, or of a form that was sent with these: for a registration that
   * goes on from a mail. Default `fields`.
   */
  fieldsFor?(given: ReadonlyMap<string, string>): readonly FormField[]
  /** A sentence above the form. */
  readonly hint?: string
  register(request: StrategyRequest, ports: StrategyPorts): Promise<Registered>
}

/** Changing a password by those who are signed in. */
export interface PasswordChange {
  readonly fields: readonly FormField[]
  /**
   * Whoever changes it has to prove again who they are. What is written ends all sessions (`endSessions`), and the
   * sign-in begins another one for the caller.
   *
   * @param subject The user that is signed in.
   */
  changePassword(subject: string, request: StrategyRequest, ports: StrategyPorts): Promise<PasswordChanged>
}

/** A strategy that is asked with what people type. */
export interface PasswordStrategy extends CommonStrategy {
  readonly kind: 'password'
  readonly fields: readonly FormField[]
  /** Never answers `redirect`. `pass`: not of this strategy; the next one is asked. */
  authenticate(request: StrategyRequest, ports: StrategyPorts): Promise<Outcome>
  /** Read at each request: it may be there at some times and not at others. */
  readonly registration?: Registration | undefined
  readonly passwordChange?: PasswordChange
}

/** What a redirecting strategy is given to begin with. */
export interface RedirectStart {
  /** 256 random bits as text: `state` of OAuth. It finds what was remembered, once. */
  readonly state: string
  /** Absolute, from configuration: `redirect_uri`. */
  readonly callbackUrl: string
}

/** What a redirecting strategy is given to finish with. */
export interface RedirectFinish extends RedirectStart {
  /** The URL that was called, on the configured origin. */
  readonly url: URL
  /** What the `redirect` remembered. */
  readonly remembered: unknown
}

/** What a redirecting strategy is given when somebody has signed out. */
export interface SignOutStart {
  /** Where the browser comes back to: absolute, from configuration, the same for everybody. */
  readonly returnTo: string
}

/**
 * A strategy that sends the browser elsewhere. The sign-in makes `state`, keeps what is remembered, binds it to the
 * browser and takes it out once; the strategy sees a callback only when all that was right.
 */
export interface RedirectStrategy extends CommonStrategy {
  readonly kind: 'redirect'
  /** Origins it sends browsers to: `https://gitlab.com`. A redirect elsewhere is an error. */
  readonly destinations: readonly string[]
  /** Answers `redirect`, or `error`. */
  start(request: StrategyRequest, start: RedirectStart, ports: StrategyPorts): Promise<Outcome>
  /** Never answers `redirect` or `pass`. */
  finish(request: StrategyRequest, finish: RedirectFinish, ports: StrategyPorts): Promise<Outcome>
  /**
   * Where the browser of somebody who came by this strategy goes on to, so that they sign out there, too; `undefined`:
   * nowhere. Asked when their session here has ended, beside `signedOut`, for three seconds at most. What it throws, and
   * a URL that is in none of the `destinations`, is told to operators; they are signed out here all the same.
   */
  signOutUrl?(subject: string, start: SignOutStart): Promise<string | undefined>
}

/** A way to prove who one is. Framework-neutral; `toPassport` makes a Passport strategy of it. */
export type Strategy = PasswordStrategy | RedirectStrategy
