type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A place as clients are told it: an address, or the fields of one. */
function hostIn(place: unknown): { readonly host: string; readonly isTls: boolean } | undefined {
  const text = typeof place === 'string' ? place : fieldsOf(place)['url']
  if (typeof text === 'string' && URL.canParse(text)) {
    const { hostname, protocol } = new URL(text)
    return { host: hostname, isTls: protocol === 'rediss:' }
  }
  const { host, socket, tls } = fieldsOf(place)
  if (typeof host === 'string') return { host, isTls: isOn(tls) }
  return socket === undefined ? undefined : hostIn(socket)
}

const isOn = (tls: unknown): boolean => tls !== undefined && tls !== false && tls !== null

const isLoopback = (host: string): boolean =>
  host === '' || host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)

/**
 * A host beyond this machine that a client of ioredis or node-redis talks to without encryption, as far as its options
 * tell; those of a Sentinel or a Cluster are the places that it was told to begin at.
 */
export function plainHost(client: object): string | undefined {
  const { options: own, _options: hidden, startupNodes } = client as Fields
  const options = fieldsOf(own ?? hidden)
  if (typeof options['path'] === 'string') return undefined
  const shared = [
    options,
    fieldsOf(options['redisOptions']),
    fieldsOf(fieldsOf(options['defaults'])['socket']),
  ]
  if (shared.some(({ tls }) => isOn(tls))) return undefined
  const begin = [...listOf(startupNodes), ...listOf(options['rootNodes']), ...listOf(options['sentinels'])]
  const places = begin.length > 0 ? begin : [options['socket'] ?? options]
  return places.map(hostIn).find((found) => found !== undefined && !found.isTls && !isLoopback(found.host))
    ?.host
}
