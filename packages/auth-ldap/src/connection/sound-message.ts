import { readElements, readHeader, tags } from './ber.ts'
import type { Element } from './ber.ts'

/** What a message is, as far as the connection has to know. */
export interface MessageHead {
  readonly id: number
  readonly operation: number
  /** Of an answer to a search in pages: what asks for the next page; empty behind the last one. */
  readonly cookie?: Buffer
}

const pagedResults = '1.2.840.113556.1.4.319'

const isOctets = ({ tag }: Element): boolean => tag === tags.octets

function isSequenceOf(
  bytes: Buffer,
  { tag, from, to }: Element,
  expected: number,
  test: (element: Element) => boolean,
): boolean {
  return tag === expected && readElements(bytes, from, to)?.every(test) === true
}

/** Type and values, as an entry lists them. */
function isAttribute(bytes: Buffer, { tag, from, to }: Element): boolean {
  const [type, values, ...rest] = readElements(bytes, from, to) ?? []
  if (tag !== tags.sequence || type === undefined || values === undefined || rest.length > 0) return false
  return isOctets(type) && isSequenceOf(bytes, values, tags.set, isOctets)
}

function isEntry(bytes: Buffer, parts: readonly Element[]): boolean {
  const [name, attributes, ...rest] = parts
  if (name === undefined || attributes === undefined || rest.length > 0) return false
  return isOctets(name) && isSequenceOf(bytes, attributes, tags.sequence, (one) => isAttribute(bytes, one))
}

/** A result: code, DN and text, and at most what the operation adds in tags of its own. */
function isResult(parts: readonly Element[]): boolean {
  const [code, dn, text, ...rest] = parts
  if (code === undefined || dn === undefined || text === undefined) return false
  const size = code.to - code.from
  if (code.tag !== tags.enumerated || size < 1 || size > 4 || !isOctets(dn) || !isOctets(text)) return false
  return rest.length <= 4 && rest.every(({ tag }) => tag >= 0x80 && tag !== tags.controls)
}

function isOperation(bytes: Buffer, { tag, from, to }: Element): boolean {
  const parts = readElements(bytes, from, to)
  if (parts === undefined) return false
  if (tag === tags.searchEntry) return isEntry(bytes, parts)
  if (tag === tags.searchReference) return parts.length > 0 && parts.every(isOctets)
  const results: readonly number[] = [tags.bindResponse, tags.searchDone, tags.extendedResponse]
  return results.includes(tag) && isResult(parts)
}

/** The cookie among the controls: `undefined` where there is none, `null` where what is there is no control. */
function readCookie(bytes: Buffer, { tag, from, to }: Element): Buffer | null | undefined {
  const controls = readElements(bytes, from, to)
  if (tag !== tags.controls || controls === undefined) return null
  let cookie: Buffer | undefined
  for (const control of controls) {
    const [type, ...rest] = readElements(bytes, control.from, control.to) ?? []
    if (control.tag !== tags.sequence || type === undefined || !isOctets(type) || rest.length > 2) return null
    if (!rest.every((one) => isOctets(one) || (one.tag === tags.boolean && one.to - one.from === 1)))
      return null
    if (bytes.toString('latin1', type.from, type.to) !== pagedResults) continue
    const value = rest.find(isOctets)
    const whole = value && readHeader(bytes, value.from, value.to)
    if (whole === undefined || whole === 'more' || whole.to !== value?.to) return null
    const [size, found, ...more] = readElements(bytes, whole.from, whole.to) ?? []
    if (size?.tag !== tags.integer || found === undefined || !isOctets(found) || more.length > 0) return null
    cookie = bytes.subarray(found.from, found.to)
  }
  return cookie
}

/**
 * Reads what a message is, if it is one of the answers of LDAP to its last byte. The library takes what is missing
 * for success, and does not come back from lengths that lead beyond their surroundings; so it is not shown either.
 */
export function readMessage(bytes: Buffer): MessageHead | undefined {
  const whole = readHeader(bytes, 0, bytes.length)
  if (whole === undefined || whole === 'more' || whole.tag !== tags.sequence || whole.to !== bytes.length)
    return undefined
  const [id, operation, controls, ...rest] = readElements(bytes, whole.from, whole.to) ?? []
  if (id?.tag !== tags.integer || operation === undefined || rest.length > 0) return undefined
  const size = id.to - id.from
  if (size < 1 || size > 4 || !isOperation(bytes, operation)) return undefined
  const cookie = controls === undefined ? undefined : readCookie(bytes, controls)
  if (cookie === null) return undefined
  const head = { id: bytes.readIntBE(id.from, size), operation: operation.tag }
  return cookie === undefined ? head : { ...head, cookie }
}

/** What a request asks for: its number and kind. */
export function readRequest(bytes: Buffer): MessageHead | undefined {
  const whole = readHeader(bytes, 0, bytes.length)
  if (whole === undefined || whole === 'more') return undefined
  const [id, operation] = readElements(bytes, whole.from, Math.min(whole.to, bytes.length)) ?? []
  if (id === undefined || operation === undefined || id.to - id.from > 4) return undefined
  return { id: bytes.readIntBE(id.from, id.to - id.from), operation: operation.tag }
}
