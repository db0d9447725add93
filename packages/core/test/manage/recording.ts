import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { Change, MappingRow, Store } from '../../src/index.ts'
import { grant, permissions } from '../authorizer/support.ts'

export const [a, b] = [{ name: 'a' }, { name: 'b' }]
export const gone = { status: 'gone' } as const
export const complete = (...groups: readonly { readonly name: string }[]) =>
  ({ status: 'complete', groups }) as const
export const additive = { provider: 'ldap', group: 'a', roles: ['r'], mode: 'additive' } as const

/** Over one store: a process whose store is wrapped and whose changes are kept, and another one. */
export function recording(
  wrap: (store: Store) => Store = (store) => store,
  mappings: readonly MappingRow[] = [],
) {
  const store = memoryStore({ roles: [{ id: 'r', rules: [grant('job.run')] }], mappings })
  const settings = { permissions, providers: { ldap: 'plain' } } as const
  const changes: Change[] = []
  const kept: Store = {
    ...store,
    write: (change) => {
      changes.push(change)
      return store.write(change)
    },
  }
  const manager = createAuthorizer({ ...settings, store: wrap(kept) }).manage('sync')
  const other = createAuthorizer({ ...settings, store }).manage('other')
  const said = async () =>
    (await manager.recordedGroups('ann')).map(({ provider, groups }) => [
      provider,
      ...groups.map(({ name }) => name),
    ])
  return { store, manager, other, said, changes }
}
