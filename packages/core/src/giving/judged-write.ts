import type { Permissions } from '../catalogue/permissions.ts'
import type { GivenRole } from '../decision/holdings.ts'
import { missing } from '../missing.ts'
import { own } from '../own.ts'
import type { MappingRow, Role } from '../policy/policy.ts'
import type { Operation } from '../store/store.ts'
import { additiveKind, credentialKind, firstRun, linksKind } from '../store/vault-place.ts'
import type { VaultPlace } from '../store/vault.ts'

/** A write as far as it is judged. */
export interface JudgedWrite {
  readonly operations: readonly Operation[]
  /** Users whose accounts its entries belong to, beside those that the operations name. */
  readonly touches?: readonly string[]
  /** Roles that it promises to people who are not there yet. */
  readonly promises?: readonly string[]
}

/** What a write is judged against, all of one instant. */
export interface Situation {
  readonly roles: ReadonlyMap<string, Role>
  readonly mappings: readonly MappingRow[]
  /** Of all applications that share the store: a rule may mean something else in each. */
  readonly catalogues: readonly Permissions[]
  /** All that the giver is given; nothing when suspended. */
  readonly giver: readonly GivenRole[]
  /** All that somebody is given, suspended or not. */
  readonly givenTo: (subject: string) => readonly GivenRole[]
}

/** Roles that the write gives, and to how much of them the one who gets them had a right before. */
export interface Given {
  readonly what: string
  readonly after: readonly GivenRole[]
  readonly before: readonly GivenRole[]
}

/** A role that is given by an assignment. */
export const assigned = (role: string, scope?: string): GivenRole => ({
  role,
  source: 'assigned',
  ...(scope === undefined ? {} : { scope }),
})

/** What is given to somebody who had no right to any of it. */
export const fromNothing = (what: string, after: readonly GivenRole[]): Given => ({ what, after, before: [] })

const rowText = ({ provider, group, roles, scope, minAccess, ...rest }: MappingRow): string =>
  JSON.stringify([provider, group, roles, scope, minAccess, rest])
/** Whom a row is about, and how. */
const placeText = (row: MappingRow): string => rowText({ ...row, roles: [] })

/** The roles that new rows give, beside those that rows for the same groups gave in the same way. */
function givenByRows(added: readonly MappingRow[], before: readonly MappingRow[]): readonly Given[] {
  const had = new Map<string, Set<string>>()
  for (const row of before) {
    const place = placeText(row)
    had.set(place, new Set([...(had.get(place) ?? []), ...row.roles]))
  }
  return added.flatMap((row) => {
    const given = row.roles.filter((role) => had.get(placeText(row))?.has(role) !== true)
    const what = `the mapping of ${JSON.stringify(row.group)}`
    const scope = own(row, 'scope')
    return given.length === 0
      ? []
      : fromNothing(
          what,
          given.map((role) => assigned(role, scope)),
        )
  })
}

/** What one operation is about. */
export interface About {
  /** Ids of roles that it changes, gives or takes. */
  readonly roles?: readonly string[]
  /** Somebody whose everything is in the hands of whoever may do it: their session, password or being there at all. */
  readonly whole?: string
  /** Somebody whose roles it changes. */
  readonly subject?: string
  /** What an administrator alone may change. */
  readonly administrators?: string
  readonly given?: readonly Given[]
}

/** Entries whose key is the id of the user that they belong to: whoever writes them is soon that user. */
const isOwned = ({ kind }: VaultPlace): boolean => kind === credentialKind || kind === linksKind
/** Entries that make administrators, or say what a directory has given. */
const isAdministrators = ({ kind }: VaultPlace): boolean => kind === firstRun.kind || kind === additiveKind

function aboutEntry(entry: VaultPlace): About {
  if (isOwned(entry)) return { whole: entry.key }
  return isAdministrators(entry) ? { administrators: 'what is kept beside users' } : {}
}

/** What one operation is about. Whatever is not known here is an administrator's alone. */
export function aboutOf(operation: Operation, { mappings }: Pick<Situation, 'mappings'>): About {
  switch (operation.kind) {
    case 'put-role': {
      const { id } = operation.role
      const edit = { what: `role ${JSON.stringify(id)}`, after: [assigned(id)], before: [assigned(id)] }
      return { roles: [id], given: [edit] }
    }
    case 'remove-role':
      return { roles: [operation.id] }
    case 'assign': {
      const { subject, role, scope } = operation.assignment
      const given = [fromNothing(`role ${JSON.stringify(role)}`, [assigned(role, scope)])]
      return { roles: [role], subject, given }
    }
    case 'unassign':
      return { roles: [operation.assignment.role], subject: operation.assignment.subject }
    case 'put-mappings': {
      const [added, gone] = [
        missing(operation.rows, mappings, rowText),
        missing(mappings, operation.rows, rowText),
      ]
      return { roles: [...added, ...gone].flatMap((row) => row.roles), given: givenByRows(added, mappings) }
    }
    case 'put-user':
      return { whole: operation.user.id }
    case 'remove-user':
      return { whole: operation.id }
    case 'new-epoch':
      return { whole: operation.subject }
    case 'put-entry':
    case 'remove-entry':
      return aboutEntry(operation.entry)
    default:
      return { administrators: 'what a provider says' }
  }
}

/** Those of a write whose everything is judged: whoever it touches, each once. */
export function wholeOf(
  parts: readonly About[],
  { touches = [] }: Pick<JudgedWrite, 'touches'>,
): readonly string[] {
  return [...new Set([...parts.flatMap(({ whole }) => whole ?? []), ...touches])]
}

/** Everybody whose holdings a write is judged by, beside the giver. */
export function subjectsOf(write: JudgedWrite): readonly string[] {
  const parts = write.operations.map((operation) => aboutOf(operation, { mappings: [] }))
  return [...new Set([...parts.flatMap(({ subject }) => subject ?? []), ...wholeOf(parts, write)])]
}

/** Whether a role is there and makes its holders administrators. */
export function isAdministrator(role: Role | undefined): boolean {
  return role !== undefined && own(role, 'administrator') === true
}
