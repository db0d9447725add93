import type { MappingRow, Role, StoredRole, StoredUser, SubjectRecord, User } from '@trilatch/core'
import { garbled } from './garbled.ts'
import { groupsOf, keptGroups } from './kept-groups.ts'
import type { KeptGroups } from './kept-groups.ts'
import type { Seal } from './seal.ts'

// What is kept was checked before it was written; here only so much is checked that nothing of another shape is
// taken for a role, a record or a user. What a role says is core's to judge, on the safe side.

type Fields = Record<string, unknown>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const field = (object: Fields, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')
const isOptional = (value: unknown, type: string): boolean => value === undefined || typeof value === type

/** Freezes parsed JSON with all that is in it. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const item of Object.values(value)) frozen(item)
  return Object.freeze(value)
}

/** @throws GarbledError */
export function openRole(seal: Seal, id: string, stored: unknown): StoredRole {
  const { tag, data } = seal.open('role', id, stored)
  const fits =
    isObject(data) &&
    field(data, 'id') === id &&
    isOptional(field(data, 'title'), 'string') &&
    isOptional(field(data, 'administrator'), 'boolean') &&
    (field(data, 'inherits') === undefined || isTexts(field(data, 'inherits'))) &&
    Array.isArray(field(data, 'rules')) &&
    (field(data, 'rules') as unknown[]).every(
      (rule) => isObject(rule) && typeof field(rule, 'permission') === 'string',
    )
  if (!fits) throw garbled(`role ${JSON.stringify(id)}`)
  return Object.freeze({ role: frozen(data) as unknown as Role, version: tag })
}

/** @throws GarbledError */
export function openMappings(
  seal: Seal,
  stored: unknown,
): { readonly rows: readonly MappingRow[]; readonly version: string } {
  const { tag, data } = seal.open('mappings', '', stored)
  if (!Array.isArray(data) || !data.every((row) => isObject(row) && isTexts(field(row, 'roles'))))
    throw garbled('the mappings')
  return { rows: frozen(data) as MappingRow[], version: tag }
}

/** Ids of the administrator roles. @throws GarbledError */
export function openAdministrators(seal: Seal, stored: unknown): readonly string[] {
  const { data } = seal.open('administrators', '', stored)
  if (!isTexts(data)) throw garbled('the list of administrator roles')
  return data as string[]
}

/** What is kept of a subject, beside its id and version, in as few bytes as can still be read: there are millions. */
interface KeptSubject {
  /** Absent unless it is true. */
  readonly suspended?: true
  readonly epoch: string
  /** A role, or a role and the scope it is held with. */
  readonly roles: readonly (string | readonly [role: string, scope: string])[]
  /** What each provider said, and when by the time of Redis. Absent where none has said anything. */
  readonly groups?: readonly KeptGroups[]
}

type Held = SubjectRecord['assignments'][number]

const keptRole = (held: Held): KeptSubject['roles'][number] =>
  Object.hasOwn(held, 'scope') && held.scope !== undefined ? [held.role, held.scope] : held.role

export function sealSubject(seal: Seal, record: SubjectRecord): string {
  const { id, version, suspended, epoch, assignments, groups } = record
  const kept: KeptSubject = {
    ...(suspended ? { suspended } : {}),
    epoch,
    roles: assignments.map(keptRole),
    ...(groups.length === 0 ? {} : { groups: groups.map(keptGroups) }),
  }
  return seal.seal('subject', id, version, kept)
}

/** `undefined` for what was never written so. */
function heldOf(kept: unknown): Held | undefined {
  if (typeof kept === 'string') return { role: kept }
  if (!isTexts(kept) || (kept as readonly string[]).length !== 2) return undefined
  const [role, scope] = kept as [string, string]
  return { role, scope }
}

/** @throws GarbledError */
export function openSubject(seal: Seal, id: string, stored: unknown): SubjectRecord | null {
  if (stored === null) return null
  const { tag, data } = seal.open('subject', id, stored)
  const roles = isObject(data) ? field(data, 'roles') : undefined
  const suspended = isObject(data) ? field(data, 'suspended') : undefined
  const epoch = isObject(data) ? field(data, 'epoch') : undefined
  const groups = groupsOf(isObject(data) ? field(data, 'groups') : undefined)
  const assignments = Array.isArray(roles) ? roles.map(heldOf) : [undefined]
  const fits = (suspended === undefined || suspended === true) && typeof epoch === 'string'
  if (!fits || groups === undefined || assignments.includes(undefined))
    throw garbled(`subject ${JSON.stringify(id)}`)
  return Object.freeze({
    id,
    version: tag,
    suspended: suspended === true,
    epoch,
    assignments: frozen(assignments as Held[]),
    groups: frozen(groups),
  })
}

export function sealUser(seal: Seal, { user, version }: StoredUser): string {
  const { id, suspended, ...rest } = user
  return seal.seal('user', id, version, { ...rest, ...(suspended ? { suspended } : {}) })
}

/** @throws GarbledError */
export function openUser(seal: Seal, id: string, stored: unknown): StoredUser | null {
  if (stored === null) return null
  const { tag, data } = seal.open('user', id, stored)
  const fits =
    isObject(data) &&
    (field(data, 'suspended') === undefined || field(data, 'suspended') === true) &&
    isOptional(field(data, 'email'), 'string') &&
    isOptional(field(data, 'title'), 'string') &&
    typeof field(data, 'createdAt') === 'string'
  if (!fits) throw garbled(`user ${JSON.stringify(id)}`)
  const user = { suspended: false, ...data, id } as unknown as User
  return frozen({ user, version: tag })
}
