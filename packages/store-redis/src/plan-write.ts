import { draftOf, normalEmail, searchTexts, takenEmail, textEntry } from '@trilatch/core'
import type { Change, Draft, MemoryState, StoredUser, SubjectRecord } from '@trilatch/core'
import type { Connection } from './connection.ts'
import { sealSubject, sealUser } from './documents.ts'
import type { Foundation } from './foundation.ts'
import { indexed } from './keys.ts'
import { logOf } from './log-of.ts'
import type { LogContent } from './log-entry.ts'
import { PlannedWrite } from './planned-write.ts'
import { planEntries } from './plan-entries.ts'
import { expectAll } from './preconditions.ts'

/** A write in full. */
export interface WritePlan {
  readonly write: PlannedWrite
  readonly log: LogContent
  /** The administrator roles there will be. */
  readonly administrators: readonly string[]
}

type Assignments = SubjectRecord['assignments']

const scopeOf = (held: Assignments[number]): string | undefined =>
  Object.hasOwn(held, 'scope') ? held.scope : undefined

const rolesOf = (record: SubjectRecord | null, scoped: boolean): ReadonlySet<string> =>
  new Set(
    (record?.assignments ?? [])
      .filter((held) => (scopeOf(held) !== undefined) === scoped)
      .map(({ role }) => role),
  )

/** What a user is searched by, as entries of the index. */
const textsOf = (stored: StoredUser | null): ReadonlySet<string> =>
  new Set(stored === null ? [] : searchTexts(stored.user).map((text) => textEntry(text, stored.user.id)))

const without = <T>(all: ReadonlySet<T>, others: ReadonlySet<T>): T[] =>
  [...all].filter((item) => !others.has(item))

/** A write that was done already: nothing is left to do, as long as that is so. */
export function doneAlready({ keys }: Connection): WritePlan {
  const write = new PlannedWrite(keys)
  write.already = true
  return { write, log: { r: [], m: false, s: [], x: false }, administrators: [] }
}

/** Makes the same draft that the memory store would, and turns it into commands. */
export function planWrite(connection: Connection, change: Change, found: Foundation): WritePlan {
  const { keys } = connection
  const state: MemoryState = {
    policy: {
      version: '',
      roles: new Map([...found.roles].flatMap(([id, role]) => (role === null ? [] : [[id, role]]))),
      mappings: [],
      mappingsVersion: '',
    },
    subjects: new Map([...found.subjects].flatMap(([id, record]) => (record === null ? [] : [[id, record]]))),
    users: new Map([...found.users].flatMap(([id, user]) => (user === null ? [] : [[id, user]]))),
    emails: new Map([...found.owners].flatMap(([email, id]) => (id === null ? [] : [[email, id]]))),
    holders: new Map([...found.holders].map(([id, holders]) => [id, new Set(holders)])),
    memberVersions: new Map(),
  }
  const draft = draftOf(state, change.operations, change.tag, found.now)
  const write = new PlannedWrite(keys)
  expectAll(write, keys, change.expect)
  if (takenEmail(state, draft) !== undefined) write.verdict = 'email-taken'
  const administrators = administratorsAfter(found, draft)
  planRoles(connection, write, change, found, draft, administrators)
  planSubjects(connection, write, found, draft, administrators)
  planUsers(connection, write, found, draft)
  planEntries(connection, write, change)
  return { write, log: logOf(change, found, draft), administrators }
}

/** The administrator roles there will be. */
function administratorsAfter(found: Foundation, draft: Draft): readonly string[] {
  const after = new Set(found.administrators)
  for (const id of found.roles.keys()) {
    const role = draft.roles.get(id)?.role
    if (role !== undefined && Object.hasOwn(role, 'administrator') && role.administrator === true)
      after.add(id)
    else after.delete(id)
  }
  return [...after]
}

function planRoles(
  { keys, seal }: Connection,
  write: PlannedWrite,
  { tag }: Change,
  found: Foundation,
  draft: Draft,
  administrators: readonly string[],
): void {
  write.relies({ key: keys.policy, field: 'administrators' }, found.administratorsText, 'whole')
  for (const [id, before] of found.roles) {
    if (id !== indexed(id)) throw new TypeError(`${JSON.stringify(id)} cannot be the id of a role`)
    write.relies({ key: keys.roles, field: id }, before?.version ?? null, 'tag')
    const after = draft.roles.get(id)
    if (after === undefined) {
      write.does('h', 'HDEL', keys.roles, id)
      write.does('z', 'ZREM', keys.roleIds, id)
    } else if (after.version === tag) {
      write.does('h', 'HSET', keys.roles, id, seal.seal('role', id, tag, after.role))
      write.does('z', 'ZADD', keys.roleIds, '0', id)
    }
  }
  for (const id of found.holders.keys()) {
    const [plain, scoped] = found.sizes.get(id) ?? [0, 0]
    write.countsOn('z', keys.members(id), plain)
    write.countsOn('S', keys.scoped(id), scoped)
  }
  if (draft.mappingsChanged)
    write.does('h', 'HSET', keys.policy, 'mappings', seal.seal('mappings', '', tag, draft.mappings))
  if (draft.rolesChanged || draft.mappingsChanged) {
    write.does('h', 'HSET', keys.policy, 'version', tag)
    write.marks(keys.policy)
  }
  const same =
    administrators.length === found.administrators.size &&
    administrators.every((id) => found.administrators.has(id))
  if (!same)
    write.does(
      'h',
      'HSET',
      keys.policy,
      'administrators',
      seal.seal('administrators', '', tag, administrators),
    )
  for (const role of draft.touchedRoles) write.does('h', 'HSET', keys.memberTags, role, tag)
}

function planSubjects(
  { keys, seal }: Connection,
  write: PlannedWrite,
  found: Foundation,
  draft: Draft,
  administrators: readonly string[],
): void {
  const after = new Set(administrators)
  const scopedChange = new Map(administrators.map((id) => [id, 0]))
  const administers = (record: SubjectRecord | null, roles: ReadonlySet<string>): boolean =>
    record?.suspended === false && [...rolesOf(record, false)].some((role) => roles.has(role))
  for (const [id, before] of found.subjects) {
    const drafted = draft.subjects.get(id)
    const record = drafted === undefined ? before : drafted
    write.relies({ key: keys.subject(id) }, before?.version ?? null, 'tag')
    if (administers(record, after)) {
      if (!administers(before, found.administrators)) write.join.push(id)
    } else if (administers(before, found.administrators)) write.leave.push(id)
    if (drafted === undefined) continue
    if (drafted === null) write.does('s', 'DEL', keys.subject(id))
    else write.does('s', 'SET', keys.subject(id), sealSubject(seal, drafted))
    for (const scoped of [false, true]) {
      const [had, has] = [rolesOf(before, scoped), rolesOf(record, scoped)]
      for (const role of without(has, had)) {
        if (scoped) write.does('S', 'SADD', keys.scoped(role), id)
        else write.does('z', 'ZADD', keys.members(role), '0', indexed(id))
        if (scoped) scopedChange.set(role, (scopedChange.get(role) ?? 0) + 1)
      }
      for (const role of without(had, has)) {
        if (scoped) write.does('S', 'SREM', keys.scoped(role), id)
        else write.does('z', 'ZREM', keys.members(role), indexed(id))
        if (scoped) scopedChange.set(role, (scopedChange.get(role) ?? 0) - 1)
      }
    }
  }
  if (draft.rolesChanged)
    for (const role of administrators) write.empties(keys.scoped(role), scopedChange.get(role) ?? 0)
}

function planUsers({ keys, seal }: Connection, write: PlannedWrite, found: Foundation, draft: Draft): void {
  const claimed = new Map<string, string>()
  const left = new Set<string>()
  for (const [id, after] of draft.users) {
    const before = found.users.get(id)
    write.relies({ key: keys.user(id) }, before?.version ?? null, 'tag')
    if (before?.user.email !== undefined) left.add(normalEmail(before.user.email))
    const [had, has] = [textsOf(before ?? null), textsOf(after)]
    for (const entry of without(had, has)) write.does('z', 'ZREM', keys.userTexts, indexed(entry))
    for (const entry of without(has, had)) write.does('z', 'ZADD', keys.userTexts, '0', indexed(entry))
    if (after === null) {
      write.does('s', 'DEL', keys.user(id))
      write.does('z', 'ZREM', keys.userIds, indexed(id))
      continue
    }
    if (after.user.email !== undefined) claimed.set(normalEmail(after.user.email), id)
    write.does('s', 'SET', keys.user(id), sealUser(seal, after))
    write.does('z', 'ZADD', keys.userIds, '0', indexed(id))
  }
  for (const email of left) if (!claimed.has(email)) write.does('h', 'HDEL', keys.emails, email)
  for (const [email, id] of claimed) {
    write.relies({ key: keys.emails, field: email }, found.owners.get(email) ?? null, 'whole')
    write.does('h', 'HSET', keys.emails, email, id)
  }
}
