import type { Permissions } from '../catalogue/permissions.ts'
import type { GivenRole } from '../decision/holdings.ts'
import { own } from '../own.ts'
import type { MappingRow, Role } from '../policy/policy.ts'
import type { Operation } from '../store/store.ts'

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

const rowText = ({ provider, group, roles, scope, minAccess, ...rest }: MappingRow): string =>
  JSON.stringify([provider, group, roles, scope, minAccess, rest])

/** The rows that are in one list and not in the other. */
function rowsOnlyIn(rows: readonly MappingRow[], others: readonly MappingRow[]): readonly MappingRow[] {
  const known = new Set(others.map(rowText))
  return rows.filter((row) => !known.has(rowText(row)))
}

/** Ids of the roles that a write is about, and what it gives; what only an administrator may do is told apart. */
export interface About {
  readonly roles: readonly string[]
  readonly administrators: boolean
  readonly given: readonly Given[]
}

/** What one operation is about. Whatever is not known here is an administrator's alone. */
export function aboutOf(operation: Operation, { mappings, givenTo }: Situation): About {
  const none = { roles: [], administrators: false, given: [] }
  const all = (subject: string): Given => ({
    what: `all that ${JSON.stringify(subject)} holds`,
    after: givenTo(subject),
    before: [],
  })
  switch (operation.kind) {
    case 'put-role': {
      const { id } = operation.role
      const edit = { what: `role ${JSON.stringify(id)}`, after: [assigned(id)], before: [assigned(id)] }
      return { ...none, roles: [id], given: [edit] }
    }
    case 'remove-role':
      return { ...none, roles: [operation.id] }
    case 'assign': {
      const { role, scope } = operation.assignment
      const given = { what: `role ${JSON.stringify(role)}`, after: [assigned(role, scope)], before: [] }
      return { ...none, roles: [role], given: [given] }
    }
    case 'unassign':
      return { ...none, roles: [operation.assignment.role] }
    case 'put-mappings': {
      const [added, gone] = [rowsOnlyIn(operation.rows, mappings), rowsOnlyIn(mappings, operation.rows)]
      const given = added.map((row) => ({
        what: `the mapping of ${JSON.stringify(row.group)}`,
        after: row.roles.map((role) => assigned(role, own(row, 'scope'))),
        before: [],
      }))
      return { ...none, roles: [...added, ...gone].flatMap((row) => row.roles), given }
    }
    case 'put-user':
      return { ...none, given: [all(operation.user.id)] }
    case 'remove-user':
      return { ...none, given: [all(operation.id)] }
    case 'new-epoch':
      return { ...none, given: [all(operation.subject)] }
    case 'put-entry':
    case 'remove-entry':
      return none
    default:
      return { ...none, administrators: true }
  }
}

/** Everybody whose holdings a write is judged by, beside the giver. */
export function subjectsOf({ operations, touches = [] }: JudgedWrite): readonly string[] {
  const named = operations.flatMap((operation) => {
    switch (operation.kind) {
      case 'assign':
      case 'unassign':
        return operation.assignment.subject
      case 'put-user':
        return operation.user.id
      case 'remove-user':
        return operation.id
      case 'new-epoch':
        return operation.subject
      default:
        return []
    }
  })
  return [...new Set([...named, ...touches])]
}

/** Whether a role is there and makes its holders administrators. */
export function isAdministrator(role: Role | undefined): boolean {
  return role !== undefined && own(role, 'administrator') === true
}
