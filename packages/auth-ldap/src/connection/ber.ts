/** One element of BER (ITU-T X.690), with a length that is written out, within a buffer. */
export interface Element {
  readonly tag: number
  /** Where its content begins and ends. */
  readonly from: number
  readonly to: number
}

/** Tags of LDAP (RFC 4511). */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
  bindRequest: 0x60,
  bindResponse: 0x61,
  searchRequest: 0x63,
  searchEntry: 0x64,
  searchDone: 0x65,
  searchReference: 0x73,
  extendedRequest: 0x77,
  extendedResponse: 0x78,
  controls: 0xa0,
} as const

/** How the beginning of an element reads: `more` where it is not all there yet, `undefined` where it is none. */
export function readHeader(bytes: Buffer, at: number, end: number): Element | 'more' | undefined {
  if (end - at < 2) return 'more'
  const tag = bytes[at] as number
  const first = bytes[at + 1] as number
  if (first < 0x80) return { tag, from: at + 2, to: at + 2 + first }
  const count = first & 0x7f
  // Lengths without an end, and those of five bytes, are nobody's who means well.
  if (count === 0 || count > 4) return undefined
  if (end - at < 2 + count) return 'more'
  const from = at + 2 + count
  return { tag, from, to: from + bytes.readUIntBE(at + 2, count) }
}

/** The elements between two places, which they fill exactly; `undefined` where they do not. */
export function readElements(bytes: Buffer, from: number, to: number): Element[] | undefined {
  const elements: Element[] = []
  for (let at = from; at < to;) {
    const element = readHeader(bytes, at, to)
    if (element === undefined || element === 'more' || element.to > to) return undefined
    elements.push(element)
    at = element.to
  }
  return elements
}
