/** BER as a tree: a tag with its parts, or with its bytes. Written for the tests alone, from X.690. */
export interface Tree {
  readonly tag: number
  readonly parts?: readonly Tree[]
  readonly value?: Buffer
}

export function readTree(bytes: Buffer, at = 0): { readonly tree: Tree; readonly end: number } {
  const tag = bytes[at] as number
  const first = bytes[at + 1] as number
  const more = first < 0x80 ? 0 : first & 0x7f
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more)
  const from = at + 2 + more
  const end = from + length
  if ((tag & 0x20) === 0) return { tree: { tag, value: bytes.subarray(from, end) }, end }
  const parts: Tree[] = []
  for (let next = from; next < end;) {
    const part = readTree(bytes, next)
    parts.push(part.tree)
    next = part.end
  }
  return { tree: { tag, parts }, end }
}

/** What a client asks for, as sent. */
export interface Sent {
  readonly operation: 'bind' | 'other' | 'search' | 'unbind'
  /** The name of a bind, the base of a search. */
  readonly dn?: string
  readonly password?: Buffer
  /** Whether a bind is by another mechanism than a password. */
  readonly sasl?: boolean
  readonly filter?: Tree
}

/** Reads a message of a client. */
export function readSent(message: Buffer): Sent {
  const [, operation] = readTree(message).tree.parts ?? []
  const parts = operation?.parts ?? []
  if (operation?.tag === 0x60)
    return {
      operation: 'bind',
      dn: parts[1]?.value?.toString() ?? '',
      ...(parts[2]?.value === undefined ? {} : { password: parts[2].value }),
      sasl: parts[2]?.tag !== 0x80,
    }
  if (operation?.tag === 0x63) {
    const filter = parts[6]
    return { operation: 'search', dn: parts[0]?.value?.toString() ?? '', ...(filter && { filter }) }
  }
  return { operation: operation?.tag === 0x42 ? 'unbind' : 'other' }
}
