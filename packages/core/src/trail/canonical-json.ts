/**
 * The one text of a value (RFC 8785): members by name in the order of their code units, no white space, numbers and
 * strings as JSON.stringify writes them. What JSON has no word for is left out, or null in a list.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item) || 'null').join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  const members = Object.entries(value)
    .map(([name, member]) => [name, canonicalJson(member)] as const)
    .filter(([, text]) => text !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`
}
