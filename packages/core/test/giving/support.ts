import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { Assignment, Authorizer, MemoryStoreContent, Role, Store, Subject } from '../../src/index.ts'
import { forbid, grant, permissions } from '../authorizer/support.ts'

/** Roles of a small firm. */
export const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'deputy', rules: [grant('project'), forbid('project.delete', 'core.*'), grant('trilatch')] },
  { id: 'creator', rules: [grant('project.create')] },
  { id: 'remover', rules: [grant('project.delete', 'core.x')] },
  { id: 'runner', rules: [grant('job.run')] },
  { id: 'based', inherits: ['runner'], rules: [] },
  { id: 'empty', rules: [] },
] as const satisfies readonly Role[]
/** Who has which: boss is the administrator, dora has most of `project` and all of `trilatch`. */
export const assignments: readonly Assignment[] = [
  { subject: 'boss', role: 'admin' },
  { subject: 'dora', role: 'deputy' },
  { subject: 'ron', role: 'runner' },
  { subject: 'cleo', role: 'creator' },
]
const users = ['boss', 'dora', 'ron', 'cleo']

/** An authorizer over them with four users, and a manager in somebody's name. */
export async function made(content: MemoryStoreContent = {}) {
  const store = memoryStore({ roles, assignments, ...content })
  const authorizer = createAuthorizer({
    permissions,
    store,
    providers: { acme: 'path' },
    newUserRoles: { created: ['creator'] },
  })
  const program = authorizer.manage('setup')
  for (const id of users) await program.createUser({ id }, 'registered')
  const as = (subject: Subject) => authorizer.manage(subject, { as: subject })
  const version = async (role: string): Promise<{ version: string }> => program.role(role)
  const mappings = async (): Promise<{ version: string }> => program.mappings()
  const user = async (id: string): Promise<{ version: string }> => program.user(id)
  const accountsAs = (subject: Subject) => authorizer.accounts(subject, { as: subject })
  return { store, authorizer, program, as, accountsAs, version, mappings, user }
}

export type Made = Awaited<ReturnType<typeof made>>

/** The refusal of more than is held, with what it would open. */
export const more = (what: string, permission: string, resource?: string) => ({
  code: 'TRILATCH_MORE_THAN_HELD',
  status: 403,
  message: `Cannot give ${what}: it would open ${permission} ${resource === undefined ? 'without a resource' : `on "${resource}"`}, which you do not hold`,
})
/** The refusal of what only an administrator may change. */
export const administrators = (what: string) => ({
  code: 'TRILATCH_ADMINISTRATOR_REQUIRED',
  status: 403,
  message: `Only an administrator may change ${what}`,
})

/** Two processes over one store: before each first write of `authorizer`, something else happens there. */
export async function interrupted() {
  let meanwhile: (() => Promise<unknown>) | undefined
  const { store } = await made()
  const slow: Store = {
    ...store,
    write: async (change) => {
      const run = meanwhile
      meanwhile = undefined
      await run?.()
      return store.write(change)
    },
  }
  const settings = {
    permissions,
    providers: { acme: 'path' },
    newUserRoles: { created: ['creator'] },
  } as const
  const authorizer: Authorizer = createAuthorizer({ ...settings, store: slow })
  const other = createAuthorizer({ ...settings, store }).manage('other')
  const before = (run: () => Promise<unknown>): void => void (meanwhile = run)
  return { authorizer, other, before, store }
}
