import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { Change, GroupSyntax, MappingRow, MemoryStoreContent, Store } from '../../src/index.ts'
import { grant, permissions } from '../authorizer/support.ts'

export const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'eu', rules: [grant('job.run', 'eu.*')] },
  { id: 'runner', title: 'Runner', rules: [grant('job.run')] },
] as const

interface Options {
  readonly providers?: Readonly<Record<string, GroupSyntax>>
}

/** A store with one administrator, and a manager in her name. */
export function managed(
  content: MemoryStoreContent = {},
  wrap: (store: Store) => Store = (store) => store,
  options: Options = {},
) {
  const store = memoryStore({ roles, assignments: [{ subject: 'boss', role: 'admin' }], ...content })
  const authorizer = createAuthorizer({ permissions, store: wrap(store), ...options })
  return { store, authorizer, manager: authorizer.manage('boss') }
}

/** The same, where what is written is kept to be looked at, and another process may write just before. */
export function watched(content: MemoryStoreContent = {}, options: Options = {}) {
  const changes: Change[] = []
  let meanwhile: (() => Promise<unknown>) | undefined
  const wrap = (store: Store): Store => ({
    ...store,
    write: async (change) => {
      const run = meanwhile
      meanwhile = undefined
      await run?.()
      changes.push(change)
      return store.write(change)
    },
  })
  const made = managed(content, wrap, options)
  const other = createAuthorizer({ permissions, store: made.store, ...options }).manage('other')
  const before = (run: () => Promise<unknown>): void => void (meanwhile = run)
  return { ...made, changes, other, before }
}

/** Lets a store show other mapping rows than it has, as an older version may have left them. */
export const showing =
  (mappings: readonly MappingRow[]) =>
  (store: Store): Store => ({
    ...store,
    view: async (id) => {
      const view = await store.view(id)
      return { ...view, policy: { ...view.policy, mappings } }
    },
  })

export const lastAdministrator = (action: string) => ({
  code: 'TRILATCH_LAST_ADMINISTRATOR',
  message: `Cannot complete ${action}: it would leave no unsuspended administrator`,
  status: 409,
})

/** The same where administrators are so by a group alone. */
export const lastByGroup = (action: string) => ({
  code: 'TRILATCH_LAST_ADMINISTRATOR',
  message: `Cannot complete ${action}: nobody known would be an administrator by a group any more, and nobody is an administrator by assignment`,
  status: 409,
})

export const conflict = (what: string) => ({
  code: 'TRILATCH_CONFLICT',
  message: `Cannot change ${what}: it has changed since you read it; read it again and repeat`,
  status: 409,
})

/** Everything that the store shows of what was done, to compare before and after. */
export async function everything(store: Store) {
  const { policy } = await store.view(null)
  const users = await store.users({ limit: 200 })
  const audit = await store.audit({ limit: 200, outcome: 'done' })
  const members = await Promise.all(
    [...policy.roles.keys()].map((role) => store.members(role, { limit: 200 })),
  )
  return structuredClone({ policy, users, audit, members })
}
