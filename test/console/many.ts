// More of everything than a page holds, and how it is read.
import type { Manager, MappingRow } from '@trilatch/core'
import { ask } from './ask.ts'
import type { Answered, Asking, Host } from './ask.ts'
import { direct } from './direct.ts'
import { caller, makeWorld, withUsers } from './world.ts'

/** A page of a list. */
export interface Page {
  readonly items: readonly unknown[]
  readonly next?: string
  readonly version?: string | null
}

export const numbered = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(4, '0')}`)

export const rowsOf = (count: number, role: string): readonly MappingRow[] =>
  numbered(count, 'g').map((name) => ({ provider: 'ldap', group: `cn=${name},dc=example`, roles: [role] }))

/** A console, and an administrator who asks it. */
export interface Many {
  readonly host: Host
  readonly manager: Manager
  readonly send: (method: string, path: string, more?: Asking) => Promise<Answered>
  /** One page of a list; the bounds of a query in `query`. */
  readonly read: (path: string, query?: Readonly<Record<string, string>>) => Promise<Page>
  /** All pages of a list, one after the other. */
  readonly pagesOf: (path: string, limit: number) => Promise<readonly Page[]>
  readonly replaceRows: (rows: readonly MappingRow[]) => Promise<unknown>
}

/** With 450 mapping rows that lead to `runner`, and 450 members of `empty`. */
export async function makeMany(): Promise<Many> {
  const world = await withUsers(makeWorld())
  const host = direct(world)
  const manager = world.authorizer.manage('test')
  const send: Many['send'] = (method, path, more = {}) =>
    ask(host, path, { as: caller('root'), method, ...more })
  const read: Many['read'] = async (path, query = {}) => {
    const { status, text, body } = await send(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(query).toString()}`,
    )
    if (status !== 200) throw new Error(`${path} answers ${status}: ${text}`)
    return body as unknown as Page
  }
  const pagesOf: Many['pagesOf'] = async (path, limit) => {
    const pages = [await read(path, { limit: `${limit}` })]
    for (let after = pages[0]?.next; after !== undefined; after = pages.at(-1)?.next)
      pages.push(await read(path, { limit: `${limit}`, after }))
    return pages
  }
  const replaceRows: Many['replaceRows'] = async (rows) =>
    manager.replaceMappings(rows, await manager.mappings())
  await replaceRows(rowsOf(450, 'runner'))
  await manager.replaceMembers('empty', numbered(450, 'm'), await manager.members('empty'))
  return { host, manager, send, read, pagesOf, replaceRows }
}
