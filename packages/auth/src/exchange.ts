import { asksForPage, checkSameOrigin, returnPath, TrilatchError } from '@trilatch/core'
import type { FetchContext } from '@trilatch/core'
import type { Challenge } from './challenge.ts'
import { challengeText } from './challenge.ts'
import { noticeCookie, noticeSeconds, noticeText } from './notice.ts'
import type { Notice } from './notice.ts'
import type { Settings } from './options.ts'
import type { PageView } from './pages/view.ts'
import { cookieJar, cookiesOf } from './request/cookies.ts'
import type { CookieJar } from './request/cookies.ts'
import { formCookie, formSecret, formToken, isFormToken, randomText } from './request/form-token.ts'
import { readFields, uniqueFields } from './request/read-fields.ts'
import type { SentFields } from './request/read-fields.ts'
import type { SessionPort } from './session-port.ts'
import type { StrategyRequest } from './strategy.ts'

/** How long a form may lie open, in seconds. */
const formSeconds = 86_400

/** One request on its way to an answer. */
export class Exchange {
  readonly settings: Settings
  readonly request: Request
  readonly context: FetchContext
  readonly url: URL
  /** Where sign-in is mounted, as browsers see it; no slash at its end. */
  readonly base: string
  readonly cookies: ReadonlyMap<string, string>
  readonly jar: CookieJar
  readonly #setCookies: string[] = []
  #session: SessionPort | undefined
  #query: ReadonlyMap<string, string> | undefined
  #formSecret: string | undefined

  constructor(settings: Settings, request: Request, context: FetchContext) {
    this.settings = settings
    this.request = request
    this.context = context
    this.url = new URL(request.url)
    this.base = settings.prefix + context.basePath
    this.cookies = cookiesOf(request.headers)
    this.jar = cookieJar(settings.origin?.startsWith('https:') === true)
    // It goes into links and redirects: what is mounted under a parameter must not lead elsewhere.
    if (context.basePath !== '' && returnPath(context.basePath) === undefined)
      throw new TrilatchError('TRILATCH_REQUEST_INVALID', 'Sign-in is not found under this path.', {
        status: 400,
      })
  }

  /** Of one that is suitable, or an error that says what the application has to do. */
  get session(): SessionPort {
    this.#session ??= this.#checkedSession()
    return this.#session
  }

  /** Who is signed in, whichever way the application knows it, or `null`. */
  get subject(): string | null {
    return this.context.access.subjectId
  }

  /** @throws TrilatchError `TRILATCH_REQUEST_INVALID` for a parameter that is there twice */
  get query(): ReadonlyMap<string, string> {
    this.#query ??= uniqueFields(this.url.searchParams)
    return this.#query
  }

  get wantsPage(): boolean {
    const { method, headers } = this.request
    return asksForPage(method === 'HEAD' ? 'GET' : method, headers.get('accept') ?? undefined)
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(this.jar.nameOf(name))
  }

  setCookie(name: string, value: string, maxAgeSeconds: number): void {
    this.#setCookies.push(this.jar.line(name, value, maxAgeSeconds))
  }

  /**
   * What was sent by a request that changes something.
   *
   * @throws TrilatchError `TRILATCH_REQUEST_FORGED` (403) unless this application's own pages, or a program that names
   * its origin, made it; `TRILATCH_REQUEST_INVALID`
   */
  async submitted(): Promise<SentFields> {
    checkSameOrigin(this.request.headers, this.settings.origin)
    // A session that nothing can be kept in is found out before anything is written.
    const { session } = this
    const sent = await readFields(this.request)
    if (sent.as === 'form' && !isFormToken(sent.fields.get('csrf'), this.cookie(formCookie), session.get())) {
      throw new TrilatchError('TRILATCH_REQUEST_FORGED', 'This form has expired. Please try again.', {
        status: 403,
      })
    }
    return sent
  }

  /** A path to go to afterwards, out of a form or a query; anything else is left aside. */
  returnTo(given: ReadonlyMap<string, string>): string | undefined {
    return returnPath(given.get('returnTo'))
  }

  /** Where browsers go when they are done. */
  destination(returnTo: string | undefined): string {
    return returnTo ?? this.settings.prefix + this.settings.home
  }

  /** The request as strategies see it. */
  forStrategy(fields: ReadonlyMap<string, string> = new Map()): StrategyRequest {
    return {
      fields,
      query: this.query,
      address: this.context.address,
      cookies: this.cookies,
      subject: this.subject,
      signal: this.request.signal,
      setCookie: (name, value, maxAgeSeconds) => this.setCookie(name, value, maxAgeSeconds),
    }
  }

  /** What a page is made from; it sets the cookie that its forms are bound to. */
  view(
    returnTo: string | undefined,
    failed?: {
      readonly challenge: Challenge
      readonly strategy: string
      readonly entered: ReadonlyMap<string, string>
    },
  ): PageView {
    const { settings, base, query } = this
    const common = { settings, base, query, returnTo, csrf: this.#csrf() }
    const done = noticeText(this.cookie(noticeCookie))
    if (done !== undefined) this.setCookie(noticeCookie, '', 0)
    if (failed === undefined) return done === undefined ? common : { ...common, done }
    const { challenge, strategy, entered } = failed
    const field = challenge.field === undefined ? {} : { field: challenge.field }
    return { ...common, trouble: { text: challengeText(challenge), strategy, entered, ...field } }
  }

  /** Has the next page say what was done. */
  notify(notice: Notice): void {
    this.setCookie(noticeCookie, notice, noticeSeconds)
  }

  /** The answer, with the cookies that were set on the way. */
  answered(response: Response): Response {
    for (const line of this.#setCookies) response.headers.append('set-cookie', line)
    return response
  }

  #checkedSession(): SessionPort {
    const { settings, context, cookies } = this
    const session = settings.session(() => context.session)
    settings.sessionCookie?.check(context, { https: settings.origin?.startsWith('https:') === true, cookies })
    return session
  }

  #csrf(): string {
    const had = formSecret(this.cookie(formCookie))
    if (this.#formSecret === undefined) {
      this.#formSecret = had ?? randomText()
      // Set again where it is there, so that the page that was loaded last can be sent for its whole time.
      this.setCookie(formCookie, this.#formSecret, formSeconds)
    }
    return formToken(this.#formSecret, this.session.get())
  }
}
