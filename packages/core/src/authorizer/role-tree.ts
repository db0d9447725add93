import { inheritedRole } from '../decision/compiled-policy.ts'
import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import type { CompiledRole } from '../decision/compiled-role.ts'
import { roleUnknown } from '../manage/plan.ts'
import { own } from '../own.ts'
import type { State } from '../policy/policy.ts'

/** A context of a node in a role's tree: a row beneath it. */
export interface RoleTreeContext {
  readonly context: string
  readonly state: State
  /** What names in this context would get without this row: the node's effective state. */
  readonly expected: State
}

/** One node of a role's tree. */
export interface RoleTreeRow {
  readonly permission: string
  readonly title: string
  /** Titles from the top. */
  readonly path: string
  readonly depth: number
  /** The node's own rule for every resource. */
  readonly state: State | 'unspecified'
  /** The nearest ancestor's rule for every resource, else forbidden. */
  readonly expected: State
  /** The state, or else the expected one. */
  readonly effective: State
  readonly contexts: readonly RoleTreeContext[]
}

/** What to look for; rows must fit all that is given. Ancestors of what fits are kept. */
export interface RoleTreeSearch {
  /** Part of the title, of the path of titles or of the dotted name, in any case. */
  readonly name?: string
  readonly state?: State | 'unspecified'
  readonly expected?: State
}

/** A role's tree, with the roles whose rules it adds shown beside it. */
export interface RoleTree {
  readonly role: string
  readonly title: string
  /** Ids of all roles it inherits, directly or not. */
  readonly inherits: readonly string[]
  readonly rows: readonly RoleTreeRow[]
}

/** The role's own rule of a node for every resource; Forbidden when stored rules disagree. */
function stateAt(role: CompiledRole, node: number): State | undefined {
  return role.rules.get(node)?.find((rule) => rule.context === undefined)?.state
}

function rowsOf(policy: CompiledPolicy, role: CompiledRole): RoleTreeRow[] {
  const rows: RoleTreeRow[] = []
  for (const [i, node] of policy.permissions.nodes.entries()) {
    const above = rows[policy.permissions.parents[i] ?? -1]
    const state = stateAt(role, i)
    const expected = above?.effective ?? 'forbidden'
    const effective = state ?? expected
    const contexts = (role.rules.get(i) ?? []).flatMap((rule) =>
      rule.context === undefined
        ? []
        : [Object.freeze({ context: rule.context.text, state: rule.state, expected: effective })],
    )
    const { name: permission, title, path, depth } = node
    rows.push(
      Object.freeze({
        permission,
        title,
        path,
        depth,
        state: state ?? 'unspecified',
        expected,
        effective,
        contexts: Object.freeze(contexts),
      }),
    )
  }
  return rows
}

function fits(row: RoleTreeRow, search: RoleTreeSearch): boolean {
  const [state, expected] = [own(search, 'state'), own(search, 'expected')]
  const wanted = own(search, 'name')?.toLowerCase()
  const named =
    wanted === undefined ||
    [row.title, row.path, row.permission].some((text) => text.toLowerCase().includes(wanted))
  if (!named) return false
  const columns = [row, ...row.contexts]
  return columns.some(
    (column) =>
      (state === undefined || column.state === state) &&
      (expected === undefined || column.expected === expected),
  )
}

/** The tree of one role as the console shows it. Pure. @throws TrilatchError `TRILATCH_ROLE_UNKNOWN` (404) */
export function roleTree(policy: CompiledPolicy, id: string, search: RoleTreeSearch = {}): RoleTree {
  const role = policy.roles.get(id)
  if (role === undefined) throw roleUnknown(id)
  const all = rowsOf(policy, role)
  const kept = new Set<number>()
  for (const [i, row] of all.entries()) {
    if (!fits(row, search)) continue
    for (let node = i; node !== -1; node = policy.permissions.parents[node] ?? -1) kept.add(node)
  }
  const inherits = new Set<string>()
  const pending = [...role.inherits]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === id || inherits.has(next) || inheritedRole(policy.roles, next) === undefined) continue
    inherits.add(next)
    pending.push(...(policy.roles.get(next)?.inherits ?? []))
  }
  const rows = Object.freeze(all.filter((_, i) => kept.has(i)))
  return Object.freeze({
    role: role.id,
    title: role.title,
    inherits: Object.freeze([...inherits].toSorted()),
    rows,
  })
}
