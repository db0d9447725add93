import type { Filter } from 'ldapts'
import { equals } from '../options/filter-template.ts'
import type { AccountKeyName } from '../options/ldap-options.ts'
import type { Entry } from './entry.ts'

/** Attributes that never change and are never given to another entry, in the order in which they are looked for. */
export const keyNames: readonly AccountKeyName[] = ['objectGUID', 'nsUniqueId', 'entryUUID']

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** As 389 writes it. */
const unique = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/

/** Active Directory keeps the first three parts with their last byte first. */
const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

const swap = (bytes: Buffer): Buffer => Buffer.from(order.map((from) => bytes[from] as number))

/** The value of a key attribute as text, in lower case; `undefined` where there is none, or several. */
export function keyText(entry: Entry, name: AccountKeyName): string | undefined {
  if (name === 'objectGUID') {
    const [bytes, ...more] = entry.bytes(name)
    if (bytes?.length !== 16 || more.length > 0) return undefined
    return swap(bytes)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }
  const [value, ...more] = entry.texts(name)
  const text = value?.toLowerCase()
  if (text === undefined || more.length > 0) return undefined
  return (name === 'entryUUID' ? uuid : unique).test(text) ? text : undefined
}

/** The key of an account: the attribute and its value, `entryuuid:…`. */
export function accountKey(entry: Entry, only: AccountKeyName | undefined): string | undefined {
  for (const name of only === undefined ? keyNames : [only]) {
    const text = keyText(entry, name)
    if (text !== undefined) return `${name.toLowerCase()}:${text}`
  }
  return undefined
}

/** The filter that finds the entry of a key; `undefined` for what is no key. */
export function keyFilter(key: string): Filter | undefined {
  const [kind, text = ''] = key.split(':', 2)
  const name = keyNames.find((one) => one.toLowerCase() === kind)
  if (name === undefined || !(name === 'nsUniqueId' ? unique : uuid).test(text)) return undefined
  return equals(name, name === 'objectGUID' ? swap(Buffer.from(text.replaceAll('-', ''), 'hex')) : text)
}
