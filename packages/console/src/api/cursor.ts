import { TrilatchError } from '@trilatch/core'
import { maxPage } from '../contract/common.ts'
import { refused } from './refused.ts'

/** Between the version of a list and a place in it. No version has it. */
const between = '~'

/** Where a page begins. */
export interface Cursor {
  /** Of the list that the page before is of. */
  readonly version: string
  readonly place: string
}

const cursorOf = (version: string | null, place: string): string => `${version ?? ''}${between}${place}`

/** @throws PolicyError `TRILATCH_REQUEST_INVALID` (422) */
export function noCursor(): never {
  throw refused([{ path: ['after'], message: 'not the `next` of a page of this list' }])
}

/**
 * The `after` of a list with a version.
 *
 * @throws PolicyError `TRILATCH_REQUEST_INVALID` (422) for what no page has said
 */
export function readCursor(after: string | undefined): Cursor | undefined {
  if (after === undefined) return undefined
  const at = after.indexOf(between)
  return at === -1 ? noCursor() : { version: after.slice(0, at), place: after.slice(at + 1) }
}

/**
 * Goes on when the list is still the one that the page before is of: otherwise something might be met twice, or never.
 *
 * @throws TrilatchError `TRILATCH_CONFLICT` (409)
 */
export function checkCursor(cursor: Cursor | undefined, version: string | null): void {
  if (cursor === undefined || cursor.version === (version ?? '')) return
  const message =
    'The list has changed since the page before this one was read: read it again from its beginning'
  throw new TrilatchError('TRILATCH_CONFLICT', message, { status: 409 })
}

/** The `next` of a page of a list with a version, where there is one. */
export function nextOf(version: string | null, next: string | undefined): { readonly next?: string } {
  return next === undefined ? {} : { next: cursorOf(version, next) }
}

/** A page of a list that is held whole and in an order of its own, by places in it. */
export function pageByPlace<Item>(
  list: readonly Item[],
  version: string,
  { limit = 50, after }: { readonly limit?: number; readonly after?: string },
): { readonly items: readonly Item[]; readonly from: number; readonly next?: string } {
  const cursor = readCursor(after)
  checkCursor(cursor, version)
  const from = cursor === undefined ? 0 : Number(cursor.place)
  if (cursor !== undefined && (!/^[1-9]\d{0,8}$/.test(cursor.place) || from >= list.length)) noCursor()
  const to = from + Math.min(limit, maxPage)
  return { items: list.slice(from, to), from, ...nextOf(version, to < list.length ? String(to) : undefined) }
}
