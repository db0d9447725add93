// What the parts of the store contract share. Imports only what a store of a third party has too.
import { randomBytes } from 'node:crypto'
import type {
  Assignment,
  AuditEntry,
  Operation,
  Page,
  Precondition,
  Role,
  Store,
  User,
  WriteOutcome,
} from '@trilatch/core'

/** What a store under test begins with. */
export interface Content {
  readonly roles?: readonly Role[]
  readonly assignments?: readonly Assignment[]
}

export type MakeStore = (content: Content) => Promise<Store> | Store

export const admin: Role = { id: 'admin', administrator: true, rules: [] }
export const reader: Role = { id: 'reader', rules: [{ permission: 'job', state: 'granted' }] }
export const writer: Role = { id: 'writer', title: 'Writer', rules: [] }
export const boss: Assignment = { subject: 'boss', role: 'admin' }

export const newTag = (): string => randomBytes(16).toString('base64url')

/** A write with its audit line; frozen data, as the library itself hands it over. */
export function write(
  store: Store,
  operations: readonly Operation[],
  expect: readonly Precondition[] = [],
  tag: string = newTag(),
): Promise<WriteOutcome> {
  const audit = {
    at: '2026-01-01T00:00:00.000Z',
    actor: 'tester',
    action: 'test',
    target: tag,
    before: null,
    after: tag,
  }
  return store.write({ tag, expect, operations, audit })
}

/** A write that must be done; gives its version. */
export async function done(store: Store, ...operations: readonly Operation[]): Promise<string> {
  const outcome = await write(store, operations)
  if (outcome.status !== 'done') throw new Error(`The write was not done: ${JSON.stringify(outcome)}`)
  return outcome.version
}

export const putRole = (role: Role): Operation => ({ kind: 'put-role', role: Object.freeze(role) })
export const removeRole = (id: string): Operation => ({ kind: 'remove-role', id })
export const assign = (subject: string, role: string, scope?: string): Operation => ({
  kind: 'assign',
  assignment: Object.freeze({ subject, role, ...(scope === undefined ? {} : { scope }) }),
})
export const unassign = (subject: string, role: string, scope?: string): Operation => ({
  ...(assign(subject, role, scope) as Extract<Operation, { kind: 'assign' }>),
  kind: 'unassign',
})
export const user = (id: string, fields: Partial<User> = {}): User =>
  Object.freeze({ id, suspended: false, createdAt: '2026-01-01T00:00:00.000Z', ...fields })
export const putUser = (id: string, fields: Partial<User> = {}): Operation => ({
  kind: 'put-user',
  user: user(id, fields),
})
export const removeUser = (id: string): Operation => ({ kind: 'remove-user', id })

/** All pages of a list. */
export async function all<T>(list: (after?: string) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = []
  let page = await list()
  found.push(...page.items)
  while (page.next !== undefined) {
    page = await list(page.next)
    found.push(...page.items)
  }
  return found
}

const query = (limit: number, after?: string) => (after === undefined ? { limit } : { limit, after })
export const membersOf = (store: Store, role: string, limit = 200): Promise<string[]> =>
  all((after) => store.members(role, query(limit, after)))
export const usersOf = async (store: Store, limit = 200): Promise<string[]> =>
  (await all((after) => store.users(query(limit, after)))).map((stored) => stored.user.id)
export const trailOf = (store: Store, limit = 200): Promise<AuditEntry[]> =>
  all((after) => store.audit(query(limit, after)))

/** Everything that a store shows about roles, these subjects, users and the trail; a copy, to compare. */
export async function everything(store: Store, ...subjects: readonly string[]): Promise<unknown> {
  const { policy } = await store.view(null)
  const records = await Promise.all(subjects.map(async (id) => (await store.view(id)).subject))
  const members = await Promise.all(
    [...policy.roles.keys()].map(async (role) => [
      await store.members(role, { limit: 200 }),
      await store.held(role),
    ]),
  )
  const users = await store.users({ limit: 200 })
  return structuredClone({ policy, records, members, users, trail: await trailOf(store) })
}
