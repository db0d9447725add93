/** A security identifier as people write it, `S-1-5-21-…`; `undefined` for bytes that are none. */
export function sidText(bytes: Buffer): string | undefined {
  const count = bytes[1] ?? 0
  if (bytes.length < 8 || bytes[0] !== 1 || count > 15 || bytes.length !== 8 + 4 * count) return undefined
  const parts = Array.from({ length: count }, (_, i) => bytes.readUInt32LE(8 + 4 * i))
  return ['S', 1, bytes.readUIntBE(2, 6), ...parts].join('-')
}

/** The same domain's identifier with another last part: that of a primary group. */
export function sidInDomain(bytes: Buffer, last: number): Buffer | undefined {
  if (sidText(bytes) === undefined || !Number.isInteger(last) || last < 0 || last > 0xffff_ffff)
    return undefined
  const sid = Buffer.from(bytes)
  sid.writeUInt32LE(last, sid.length - 4)
  return sid
}
