import { createAuthorizer } from '../../src/index.ts'
import type { MemoryStoreContent, Role, Store, WrittenDocument } from '../../src/index.ts'
import { grant, permissions } from '../authorizer/support.ts'
import { managed, roles } from './support.ts'

export const boss = { subject: 'boss', role: 'admin' }
export const row = (group: string, ...ids: string[]) => ({ provider: 'acme', group, roles: ids })
/** Three people with roles, and a mapping row. */
export const content: MemoryStoreContent = {
  roles: [...roles, { id: 'clerk', inherits: ['eu'], rules: [grant('project.join')] }],
  assignments: [
    boss,
    { subject: 'ann', role: 'eu' },
    { subject: 'ann', role: 'runner', scope: 'us.*' },
    { subject: 'ben', role: 'clerk' },
  ],
  mappings: [row('acme/dev', 'eu')],
}

/** Over a store of a content: a process that may see it through another, and managers in names. */
export function make(given: MemoryStoreContent = content, wrap: (store: Store) => Store = (store) => store) {
  const { store } = managed(given)
  const authorizer = createAuthorizer({ permissions, store: wrap(store), providers: { acme: 'path' } })
  const manager = authorizer.manage('boss')
  const as = (id: string) => authorizer.manage(id, { as: { id } })
  return { store, authorizer, manager, as }
}

/** The exported document with some lists or roles changed. */
export async function edited(
  { manager }: Pick<ReturnType<typeof make>, 'manager'>,
  change: (document: WrittenDocument) => Partial<WrittenDocument>,
): Promise<readonly [document: WrittenDocument, seen: { version: string }]> {
  const { document, version } = await manager.exportPolicy()
  return [{ ...document, ...change(document) }, { version }]
}

export const withRole =
  (id: string, fields: Partial<Role>) =>
  ({ roles: all }: WrittenDocument) => ({
    roles: all.map((role) => (role.id === id ? { ...role, ...fields } : role)),
  })
export const withoutRole =
  (id: string) =>
  ({ roles: all }: WrittenDocument) => ({ roles: all.filter((role) => role.id !== id) })
