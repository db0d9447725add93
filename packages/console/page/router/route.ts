/** Where somebody is: segments and questions of the address behind `#`, decoded. */
export interface Route {
  readonly segments: readonly string[]
  readonly query: URLSearchParams
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** @param hash As `location.hash` has it. */
export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s)
  return {
    segments: path.split('/').filter(Boolean).map(decode),
    query: new URLSearchParams(query),
  }
}

/** An address within the page: `hrefOf(['roles', 'a/b'])` is `#/roles/a%2Fb`. */
export function hrefOf(segments: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== '')
  const asked = kept.length === 0 ? '' : `?${new URLSearchParams(kept).toString()}`
  return `#/${segments.map(encodeURIComponent).join('/')}${asked}`
}
