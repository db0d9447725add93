import { own, unknownKey, didYouMean } from '@trilatch/core'
import { challengeStatus, challengeText } from '../challenge.ts'
import { checkStrategies } from '../check-strategies.ts'
import { beginSession } from '../flows/begin-session.ts'
import { tellSignIn } from '../events.ts'
import type { SignInAuthorizer } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import { ask, failed, portsOf } from '../ports.ts'
import { Preparation } from '../preparation.ts'
import { refuse } from '../refuse.ts'
import { cookieJar } from '../request/cookies.ts'
import type { Strategy, StrategyRequest } from '../strategy.ts'
import { strategyRequest } from './passport-request.ts'
import type { PassportRequest } from './passport-request.ts'
import { finishThere, startThere } from './passport-redirect.ts'

/** What `toPassport` takes. */
export interface PassportOptions {
  readonly authorizer: SignInAuthorizer
  /** Of a redirecting strategy: the absolute URL of the route that calls Passport again when the browser comes back. */
  readonly callbackUrl?: string
  /**
   * The origin that browsers see: `https://app.example.org`. What changes something and has no `Sec-Fetch-Site` must
   * name it as `Origin`. Default that of `callbackUrl`, and without one the host of the request.
   */
  readonly origin?: string
  /** Whether browsers reach the application over https; default true in production. Decides the names of cookies. */
  readonly secure?: boolean
  /** As `createUsers` of `createSignIn`. Default true. */
  readonly createUsers?: boolean
}

/**
 * Whom Passport hands to `serializeUser` and finds as `req.user`. Keep both fields in the session, and hand them to the
 * adapter: `subject: (req) => req.user ?? null`; without the epoch a session cannot be ended from elsewhere.
 */
export interface PassportUser {
  readonly id: string
  readonly epoch: string
}

/** The verbs that Passport gives a strategy for one request. */
interface Verbs {
  success(user: PassportUser, info?: object): void
  fail(challenge: object, status?: number): void
  redirect(url: string, status?: number): void
  pass(): void
  error(error: unknown): void
}

/** A strategy of Passport 0.4 to 0.7: `passport.use(toPassport(strategy, { authorizer }))`. */
export interface PassportStrategy {
  readonly name: string
  authenticate(this: object, request: object, options?: object): void
}

const names = ['authorizer', 'callbackUrl', 'origin', 'secure', 'createUsers']

type Ended = Exclude<Outcome, { readonly outcome: 'error' }>

async function outcomeOf(
  strategy: Strategy,
  request: PassportRequest,
  asked: StrategyRequest,
  ports: ReturnType<typeof portsOf>,
  callbackUrl: string,
): Promise<Ended> {
  if (strategy.kind === 'password') return ask(strategy, () => strategy.authenticate(asked, ports))
  const isCallback = request.method === 'GET' && asked.query.has('state')
  return isCallback
    ? finishThere(strategy, request, asked, ports)
    : startThere(strategy, request, asked, ports, callbackUrl)
}

/**
 * A strategy of this library as one of Passport, for applications that have Passport and keep it. Accounts are found
 * and created as the sign-in does; sessions and their regeneration are Passport's.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`
 */
export function toPassport(strategy: Strategy, options: PassportOptions): PassportStrategy {
  const [checked] = checkStrategies([strategy]) as [Strategy]
  if (typeof options !== 'object' || options === null)
    throw new TypeError('toPassport takes a strategy and options')
  const stray = unknownKey(options, names)
  if (stray !== undefined) refuse(`unknown option ${JSON.stringify(stray)}.${didYouMean(stray, names)}`)
  const authorizer = own(options, 'authorizer')
  if (typeof authorizer?.accounts !== 'function')
    refuse('`authorizer` must be what createAuthorizer() gives.')
  const callbackUrl = own(options, 'callbackUrl') ?? ''
  if (strategy.kind === 'redirect' && !(URL.canParse(callbackUrl) && /^https?:/.test(callbackUrl)))
    refuse('`callbackUrl` must be the absolute URL of the route that the browser comes back to.')
  const createUsers = own(options, 'createUsers') ?? true
  if (typeof createUsers !== 'boolean') refuse('`createUsers` must be true or false.')
  const origin =
    own(options, 'origin') ?? (URL.canParse(callbackUrl) ? new URL(callbackUrl).origin : undefined)
  if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).origin === origin))
    refuse('`origin` must be the origin that browsers see, as "https://app.example.org".')
  const jar = cookieJar(own(options, 'secure') ?? process.env['NODE_ENV'] === 'production')
  const ports = portsOf({ authorizer, application: strategy.title })
  const preparation = new Preparation([checked], ports)

  async function authenticate(verbs: Verbs, request: PassportRequest): Promise<void> {
    await preparation.done().catch((error: unknown) => {
      throw failed(checked, error)
    })
    const asked = strategyRequest(request, jar, new AbortController().signal, origin)
    const ended = await outcomeOf(checked, request, asked, ports, callbackUrl)
    if (ended.outcome === 'pass') return verbs.pass()
    if (ended.outcome === 'redirect') return verbs.redirect(ended.url, 303)
    const session =
      ended.outcome === 'fail'
        ? ended
        : await beginSession(authorizer as SignInAuthorizer, checked, ended.identity, createUsers)
    if ('outcome' in session) {
      tellSignIn(checked, session)
      const { challenge } = session
      return verbs.fail(
        { message: challengeText(challenge), type: challenge.code },
        challengeStatus(challenge),
      )
    }
    const { subject: id, epoch } = session
    tellSignIn(checked, { outcome: 'success', subject: id })
    return verbs.success({ id, epoch }, { provider: checked.id })
  }

  return {
    name: checked.id,
    authenticate(this: object, request: object) {
      const verbs = this as Verbs
      authenticate(verbs, request as PassportRequest).catch((error: unknown) => verbs.error(error))
    },
  }
}
