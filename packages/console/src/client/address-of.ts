/** What an address is made of beside the path. */
export interface AddressInput {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
}

/** Where the API is. @throws TypeError where nothing lies below it */
export function checkBase(base: string | URL): URL {
  const text = String(base)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.pathname.endsWith('/') === true) return url
  throw new TypeError(
    `Cannot make a client of the console: \`base\` must be an absolute URL that ends with a slash, not ${JSON.stringify(text)}. In a page, make it of where the page is: new URL('/admin/api/', location.origin).`,
  )
}

/** A segment of a path. With those that an address takes for a way up, or leaves out, it would be another operation's. */
function segment(name: string, path: string, value: string | undefined): string {
  if (value === undefined) throw new TypeError(`The parameter ${name} of ${path} is missing`)
  if (value === '' || value === '.' || value === '..')
    throw new TypeError(
      `The parameter ${name} of ${path} cannot be ${JSON.stringify(value)}: no address can say it`,
    )
  return encodeURIComponent(value)
}

/** @throws TypeError naming the parameter that is missing, or that no address can say */
export function addressOf(base: URL, path: string, { params = {}, query = {} }: AddressInput): string {
  const filled = path
    .slice(1)
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name, path, params[name]))
  const url = new URL(filled, base)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url.href
}
