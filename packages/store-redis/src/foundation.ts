import { normalEmail } from '@trilatch/core'
import type { Change, StoredRole, StoredUser, SubjectRecord } from '@trilatch/core'
import type { Connection } from './connection.ts'
import { openAdministrators, openRole, openSubject, openUser } from './documents.ts'
import { gather, gatherAt, texts } from './gather.ts'
import { fromOrderKey } from './order-key.ts'
import type { GatherStep } from './scripts/gather.ts'

/** The most subjects whose records one write changes; more would hold up everybody's reads. */
export const maxTouched = 1_000

/** All that a write is planned from. The script checks that it is still so. */
export interface Foundation {
  /** The write has been done already. */
  readonly done: boolean
  /** Where the audit trail ends. */
  readonly trail: string
  /** The time of Redis when it was read, in milliseconds. */
  readonly now: number
  /** The ids of administrator roles, and the text they are stored as. */
  readonly administrators: ReadonlySet<string>
  readonly administratorsText: string | null
  readonly roles: ReadonlyMap<string, StoredRole | null>
  readonly subjects: ReadonlyMap<string, SubjectRecord | null>
  readonly users: ReadonlyMap<string, StoredUser | null>
  /** Who has an address, in its normal form. */
  readonly owners: ReadonlyMap<string, string | null>
  /** Everybody who holds a role, of those roles for which that matters. */
  readonly holders: ReadonlyMap<string, readonly string[]>
  /** How many hold them without a scope, and with one. */
  readonly sizes: ReadonlyMap<string, readonly [number, number]>
}

/** More would be touched than one write may change. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

/** What a change names. */
function named({ operations }: Change): Record<'roles' | 'subjects' | 'users' | 'emails', string[]> {
  const [roles, subjects, users, emails] = [1, 2, 3, 4].map(() => new Set<string>()) as [
    Set<string>,
    Set<string>,
    Set<string>,
    Set<string>,
  ]
  for (const operation of operations) {
    switch (operation.kind) {
      case 'put-role':
        roles.add(operation.role.id)
        break
      case 'remove-role':
        roles.add(operation.id)
        break
      case 'assign':
      case 'unassign':
        subjects.add(operation.assignment.subject)
        break
      case 'new-epoch':
      case 'put-groups':
      case 'remove-groups':
        subjects.add(operation.subject)
        break
      case 'put-user':
      case 'remove-user': {
        const id = operation.kind === 'put-user' ? operation.user.id : operation.id
        subjects.add(id)
        users.add(id)
        const email = operation.kind === 'put-user' ? operation.user.email : undefined
        if (email !== undefined) emails.add(normalEmail(email))
        break
      }
      case 'put-mappings':
      case 'put-entry':
      case 'remove-entry':
        break
    }
  }
  return { roles: [...roles], subjects: [...subjects], users: [...users], emails: [...emails] }
}

/** Roles whose holders matter: those that go, and those that begin or cease to make administrators. */
function decisiveRoles({ operations }: Change, administrators: ReadonlySet<string>): readonly string[] {
  return operations.flatMap((operation) => {
    if (operation.kind === 'remove-role') return [operation.id]
    if (operation.kind !== 'put-role') return []
    const { id } = operation.role
    const marked = Object.hasOwn(operation.role, 'administrator') && operation.role.administrator === true
    return marked === administrators.has(id) ? [] : [id]
  })
}

/** @throws TooLarge; GarbledError; TrilatchError of a store that is not there; what the client throws */
export async function gatherFoundation(
  connection: Connection,
  store: string,
  change: Change,
): Promise<Foundation> {
  const { keys, seal } = connection
  const { roles, subjects, users, emails } = named(change)
  if (subjects.length > maxTouched)
    throw new TooLarge(
      `it changes ${subjects.length} subjects, and one write at most ${maxTouched}; members of a role are changed in steps by \`trilatch-store replace-members\``,
    )
  const gathered = await gatherAt(connection, store, [
    ['ZSCORE', keys.tags, change.tag],
    ['HGET', keys.policy, 'administrators'],
    ['HGET', keys.meta, 'trail'],
    ...roles.map((id): GatherStep => ['HGET', keys.roles, id]),
    ...roles.map((id): GatherStep => ['ZCARD', keys.members(id)]),
    ...roles.map((id): GatherStep => ['SCARD', keys.scoped(id)]),
    ...subjects.map((id): GatherStep => ['GET', keys.subject(id)]),
    ...users.map((id): GatherStep => ['GET', keys.user(id)]),
    ...emails.map((email): GatherStep => ['HGET', keys.emails, email]),
  ])
  const replies = gathered.replies.values()
  const next = (): unknown => replies.next().value
  const eachOf = <T>(ids: readonly string[], read: (id: string, reply: unknown) => T): Map<string, T> =>
    new Map(ids.map((id) => [id, read(id, next())]))

  const [score, administratorsText, trail] = [next(), next() as string | null, next() as string | null]
  const administrators = new Set(openAdministrators(seal, administratorsText))
  const stored = eachOf(roles, (id, text) => (text === null ? null : openRole(seal, id, text)))
  const plain = eachOf(roles, (_, size) => Number(size))
  const scoped = eachOf(roles, (_, size) => Number(size))
  const sizes = new Map(roles.map((id) => [id, [plain.get(id) ?? 0, scoped.get(id) ?? 0] as const]))
  const records = eachOf(subjects, (id, text) => openSubject(seal, id, text))
  const found = {
    done: score !== null,
    trail: trail ?? '',
    now: gathered.now,
    administrators,
    administratorsText,
    roles: stored,
    users: eachOf(users, (id, text) => openUser(seal, id, text)),
    owners: eachOf(emails, (_, id) => id as string | null),
    sizes,
  }
  const holders = await gatherHolders(
    connection,
    store,
    [...new Set(decisiveRoles(change, administrators))],
    sizes,
  )
  const more = [...new Set([...holders.values()].flat())].filter((id) => !records.has(id))
  if (more.length + subjects.length > maxTouched)
    throw new TooLarge(`it changes more than ${maxTouched} subjects`)
  if (more.length > 0) {
    const read = await gather(
      connection,
      store,
      more.map((id) => ['GET', keys.subject(id)]),
    )
    for (const [i, id] of more.entries()) records.set(id, openSubject(seal, id, read[i]))
  }
  return { ...found, subjects: records, holders }
}

async function gatherHolders(
  connection: Connection,
  store: string,
  roles: readonly string[],
  sizes: Foundation['sizes'],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { keys } = connection
  const sizeOf = (id: string): number => (sizes.get(id) ?? [0, 0]).reduce((sum, size) => sum + size, 0)
  const large = roles.find((id) => sizeOf(id) > maxTouched)
  if (large !== undefined)
    throw new TooLarge(
      `role ${JSON.stringify(large)} has ${sizeOf(large)} assignments, and one write changes at most ${maxTouched}; take them away first, with \`trilatch-store empty-role\``,
    )
  const held = roles.filter((id) => sizeOf(id) > 0)
  if (held.length === 0) return new Map(roles.map((id) => [id, []]))
  const replies = await gather(
    connection,
    store,
    held.flatMap((id): GatherStep[] => [
      ['ZRANGEBYLEX', keys.members(id), '-', '+'],
      ['SMEMBERS', keys.scoped(id)],
    ]),
  )
  return new Map(
    roles.map((id) => {
      const i = held.indexOf(id)
      const plain = i === -1 ? [] : texts(replies[2 * i]).map(fromOrderKey)
      const scoped = i === -1 ? [] : texts(replies[2 * i + 1])
      return [id, [...new Set([...plain, ...scoped])]]
    }),
  )
}
