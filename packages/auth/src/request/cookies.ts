/**
 * Without the blanks of HTTP at its ends. Others stay, as a no-break space: browsers count them as part of a name, so
 * that what follows is no `__Host-` to them, and any neighbouring host may set it.
 */
const bare = (text: string): string => text.replaceAll(/^[ \t]+|[ \t]+$/g, '')

/** The cookies of a request; of two of one name the first, which browsers send for the nearer path. */
export function cookiesOf(headers: Headers): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at < 1) continue
    const name = bare(part.slice(0, at))
    if (!cookies.has(name)) cookies.set(name, bare(part.slice(at + 1)))
  }
  return cookies
}

/** How cookies of ours are named and set. */
export interface CookieJar {
  /** The full name: with `__Host-` where the application is on https, so that no other host can set it. */
  nameOf(name: string): string
  /** The text of a `Set-Cookie` header. An age of 0 removes it. */
  line(name: string, value: string, maxAgeSeconds: number): string
}

/** @param secure Whether browsers reach the application over https. */
export function cookieJar(secure: boolean): CookieJar {
  const nameOf = (name: string): string => (secure ? `__Host-${name}` : name)
  return {
    nameOf,
    line: (name, value, maxAgeSeconds) => {
      if (!/^[\w.-]{1,64}$/.test(name))
        throw new TypeError('The name of a cookie must be of the characters A-Z a-z 0-9 _ . -')
      if (!/^[\w.~!*'()%+/=-]{0,2048}$/.test(value))
        throw new TypeError('The value of a cookie must be encoded for one')
      const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.trunc(maxAgeSeconds)}`
      return `${nameOf(name)}=${value}; ${flags}${secure ? '; Secure' : ''}`
    },
  }
}
