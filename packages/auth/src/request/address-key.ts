import { isIP } from 'node:net'

/**
 * What limits count a network address by: an IPv4 address as it is, an IPv6 address by its first 64 bits, for whoever
 * has one has them all. What is no address counts as one and the same.
 */
export function addressKey(address: string | undefined): string {
  const plain = (address ?? '').split('%', 1)[0] as string
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain
  const version = isIP(mapped)
  if (version === 4) return mapped
  if (version === 0) return 'unknown'
  // The URL parser writes every address in one form, with the longest run of zeros as `::`.
  const [head = '', tail] = new URL(`http://[${mapped}]`).hostname.slice(1, -1).split('::')
  const parts = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - parts.length - rest.length
  const all = [...parts, ...Array.from({ length: zeros }, () => '0'), ...rest]
  return `${all.slice(0, 4).join(':')}::/64`
}
