import { TrilatchError } from '@trilatch/core'
import type { FetchContext, FetchHandler } from '@trilatch/core'
import { errorProblem, page, seeOther } from './answers.ts'
import { Exchange } from './exchange.ts'
import { changePassword, showPassword } from './flows/password-flow.ts'
import { link, unlink } from './flows/link-flow.ts'
import { callback, start } from './flows/redirect-flow.ts'
import { register, showRegister } from './flows/register-flow.ts'
import { signIn } from './flows/sign-in-flow.ts'
import { signOut, signOutEverywhere } from './flows/sign-out-flow.ts'
import { showAccount, showSignIn, toSignIn, whoAmI } from './flows/who-am-i.ts'
import { readOptions } from './options.ts'
import type { Settings, SignInOptions } from './options.ts'
import { messagePage, toApplication } from './pages/message-page.ts'
import type { Onward } from './pages/message-page.ts'
import { paths } from './pages/paths.ts'
import { failed, portsOf } from './ports.ts'
import { Preparation } from './preparation.ts'
import type { StrategyPorts } from './strategy.ts'

/** A sign-in, to be mounted: `app.use('/auth', mount(signIn))`. */
export interface SignIn extends FetchHandler {
  /** Resolves when every strategy is prepared; rejects when one cannot be. Awaited by the first request. */
  ready(): Promise<void>
}

type Answer = Response | Promise<Response>
interface Route {
  readonly GET?: (exchange: Exchange, ports: StrategyPorts, id: string) => Answer
  readonly POST?: (exchange: Exchange, ports: StrategyPorts, id: string) => Answer
}

const toAccount = (exchange: Exchange): Response => seeOther(exchange.base + paths.whoAmI)

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  [
    paths.whoAmI,
    {
      GET: (exchange, ports) => (exchange.wantsPage ? showAccount(exchange, ports) : whoAmI(exchange, ports)),
    },
  ],
  [paths.signIn, { GET: showSignIn, POST: signIn }],
  [paths.register, { GET: showRegister, POST: register }],
  [paths.password, { GET: showPassword, POST: changePassword }],
  [paths.signOut, { GET: toAccount, POST: signOut }],
  [paths.signOutEverywhere, { GET: toAccount, POST: signOutEverywhere }],
  ['/start', { GET: toSignIn, POST: start }],
  ['/callback', { GET: callback }],
  ['/link', { GET: toAccount, POST: link }],
  ['/unlink', { GET: toAccount, POST: unlink }],
])

function notFound(message: string): TrilatchError {
  return new TrilatchError('TRILATCH_NOT_FOUND', message, { status: 404 })
}

async function prepared(preparation: Preparation): Promise<void> {
  try {
    await preparation.done()
  } catch (error) {
    throw failed(preparation.next, error)
  }
}

async function answer(exchange: Exchange, ports: StrategyPorts, preparation: Preparation): Promise<Response> {
  const { url, context, request, settings } = exchange
  const path = url.pathname.slice(context.basePath.length)
  const [, first = '', id = '', ...rest] = path.split('/')
  const named = /^(?:start|callback|link|unlink)$/.test(first)
  const route = rest.length > 0 || (!named && id !== '') ? undefined : routes.get(`/${first}`)
  if (route === undefined) throw notFound('There is nothing here.')
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const run = method === 'GET' || method === 'POST' ? route[method] : undefined
  if (run === undefined) {
    const allow = Object.keys(route).join(', ')
    throw new TrilatchError('TRILATCH_REQUEST_INVALID', `Use ${allow} here.`, {
      status: 405,
      headers: { allow },
    })
  }
  if (!settings.authorizer.enabled && first !== '') throw notFound('Sign-in is switched off.')
  if (settings.authorizer.enabled) await prepared(preparation)
  return settings.authorizer.enabled ? run(exchange, ports, id) : whoAmI(exchange, ports)
}

/** Pages that are shown by GET, and send their form to themselves. */
const forms: readonly string[] = [paths.signIn, paths.register, paths.password]

/** Where somebody goes on to from an error. */
function onwardFrom({ settings, base, url, context }: Exchange, status: number): Onward {
  const path = url.pathname.slice(context.basePath.length)
  if (status === 404) return toApplication(settings)
  return forms.includes(path) && status !== 401
    ? { href: base + path, text: 'Try again' }
    : { href: base + paths.signIn, text: 'Sign in' }
}

/** An error as a page for people and as problem details for programs; others are the application's to handle. */
function refused(settings: Settings, exchange: Exchange | undefined, error: unknown): Response {
  const problem = error instanceof TrilatchError && error.expose ? errorProblem(error) : undefined
  if (problem === undefined) throw error
  const { request } = exchange ?? {}
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request?.headers.get('content-type') ?? '')
  if (exchange === undefined || !(exchange.wantsPage || isForm)) return problem
  const { message } = error as TrilatchError
  const headers = Object.fromEntries([...problem.headers].filter(([name]) => name !== 'content-type'))
  const title = problem.status === 404 ? 'Not found' : 'That did not work'
  const onward = onwardFrom(exchange, problem.status)
  return page(problem.status, messagePage(settings, exchange.base, title, message, onward), [], headers)
}

/**
 * Everything people need to sign in, register, change their password and sign out, as one handler: pages that work
 * without JavaScript for people, JSON for programs.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`. Requests are answered with `TRILATCH_SIGN_IN_REFUSED`,
 * `TRILATCH_REQUEST_INVALID`, `TRILATCH_REQUEST_FORGED`, `TRILATCH_UNAUTHENTICATED`, `TRILATCH_NOT_FOUND` or
 * `TRILATCH_UNAVAILABLE`; a session that sign-in cannot be kept in throws `TRILATCH_SESSION_UNSUITABLE`.
 */
export function createSignIn(options: SignInOptions): SignIn {
  const settings = readOptions(options, process.env)
  const ports = portsOf(settings)
  const preparation = new Preparation(settings.strategies, ports)
  return {
    ready: () => (settings.authorizer.enabled ? preparation.done() : Promise.resolve()),
    fetch: async (request: Request, context: FetchContext) => {
      let exchange: Exchange | undefined
      try {
        exchange = new Exchange(settings, request, context)
        return exchange.answered(await answer(exchange, ports, preparation))
      } catch (error) {
        return refused(settings, exchange, error)
      }
    },
  }
}
