/** How the cookie of a session is set; names as in express-session, @fastify/session and koa-session. */
interface CookieSettings {
  /** The name, where the library tells it. */
  readonly key?: unknown
  readonly httpOnly?: unknown
  readonly secure?: unknown
  readonly sameSite?: unknown
  readonly domain?: unknown
  readonly path?: unknown
}

/** What is wrong with the cookie of a session. */
export interface CookieFault {
  /** `error`: others can read or steal the session. `warning`: others can plant one, or have it sent along. */
  readonly severity: 'error' | 'warning'
  /** A sentence that names the setting. */
  readonly text: string
}

/** How browsers reach the application, and what they sent. */
export interface CookieSurroundings {
  /** Whether browsers reach the application over https. */
  readonly https: boolean
  /** Cookies of the request by name: they tell the name where the library does not. */
  readonly cookies?: ReadonlyMap<string, string>
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The name of the cookie that has the id of the session in it. */
function nameIn(session: unknown, cookies: ReadonlyMap<string, string> | undefined): string | undefined {
  if (!isObject(session)) return undefined
  const id = session['id'] ?? session['sessionId']
  if (typeof id !== 'string' || id.length < 16) return undefined
  return [...(cookies ?? [])].find(([, value]) => value.includes(id))?.[0]
}

const faultsOf = (
  { key, httpOnly, secure, sameSite, domain, path }: CookieSettings,
  name: unknown,
  https: boolean,
): (CookieFault | false)[] => {
  const limited = typeof sameSite === 'string' ? /^(?:lax|strict)$/i.test(sameSite) : sameSite === true
  return [
    httpOnly === false && { severity: 'error', text: 'scripts can read it: set `httpOnly: true`.' },
    // Without the setting koa-session, which tells the name too, sets it as the request came; the others do not.
    https &&
      secure !== true &&
      !(secure === undefined && key !== undefined) && {
        severity: 'error',
        text: 'it is sent without https too: set `secure: true`, and trust the proxy that speaks https.',
      },
    !limited && { severity: 'warning', text: 'other sites have it sent along: set `sameSite: "lax"`.' },
    typeof domain === 'string' && { severity: 'warning', text: 'other hosts get it: leave `domain` out.' },
    https &&
      typeof name === 'string' &&
      !name.startsWith('__Host-') && {
        severity: 'warning',
        text: `other hosts of the site can set it: name it "__Host-${name}", with path "/".`,
      },
    typeof path === 'string' &&
      path !== '/' &&
      typeof name === 'string' &&
      name.startsWith('__Host-') && { severity: 'error', text: 'browsers refuse it: set `path: "/"`.' },
  ]
}

/** What is wrong with a cookie that is set so. Where nothing is known of it, nothing is said. */
export function cookieFaults(
  settings: unknown,
  session: unknown,
  { https, cookies }: CookieSurroundings,
): readonly CookieFault[] {
  if (!isObject(settings)) return []
  const name = settings['key'] ?? nameIn(session, cookies)
  return faultsOf(settings, name, https).filter((fault) => fault !== false)
}
