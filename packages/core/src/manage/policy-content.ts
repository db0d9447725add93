import { createHash } from 'node:crypto'
import { compareText } from '../compare-text.ts'
import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import { canonicalAssignment, canonicalMapping, canonicalRole, scopeOf } from '../policy/parse-data.ts'
import type { Assignment, MappingRow, Role } from '../policy/policy.ts'
import type { Store, StoredPolicy } from '../store/store.ts'

/** The most assignments that one document holds. */
export const maxAssignments = 10_000

/** A policy with who has which role, or without that. */
export interface PolicyContent {
  readonly roles: readonly Role[]
  readonly assignments?: readonly Assignment[]
  readonly mappings: readonly MappingRow[]
}

/** What tells assignments apart. */
export const assignmentText = (assignment: Assignment): string =>
  JSON.stringify([assignment.subject, assignment.role, scopeOf(assignment)])

/** A role as one text, in whatever order its rules and what it inherits were written: order decides nothing. */
export function roleText(role: Role): string {
  const { rules, inherits: _, ...rest } = canonicalRole(role)
  const inherits = own(role, 'inherits') ?? []
  const texts = rules.map((rule) =>
    JSON.stringify([rule.permission, rule.state, own(rule, 'context') ?? null]),
  )
  return JSON.stringify([rest, inherits.toSorted(), texts.toSorted()])
}

const byText = <T>(list: readonly T[], textOf: (item: T) => string): readonly T[] =>
  list.toSorted((a, b) => compareText(textOf(a), textOf(b)))

/**
 * A version of a content: the same for the same content, wherever and whenever it is found, another for any other. One
 * without assignments is never that of one with them.
 */
export function contentVersion(written: PolicyContent): string {
  const { roles, mappings } = written
  const assignments = own(written, 'assignments')
  const content = [
    roles.map(roleText).toSorted(),
    mappings.map((row) => JSON.stringify(canonicalMapping(row))),
    assignments?.map(assignmentText).toSorted() ?? null,
  ]
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('base64url')
  return `${assignments === undefined ? 'policy' : 'whole'}-${digest}`
}

/** Assignments by subject, role and scope. */
export const sortedAssignments = (assignments: readonly Assignment[]): readonly Assignment[] =>
  byText(assignments, assignmentText)

/** Everything in its stored form and in an order that does not depend on when it was written. */
export function contentOf(
  policy: StoredPolicy,
  assignments: readonly Assignment[] | undefined,
): PolicyContent {
  const roles = Array.from(policy.roles.values(), ({ role }) => canonicalRole(role))
  return {
    roles: byText(roles, ({ id }) => id),
    ...(assignments === undefined ? {} : { assignments: sortedAssignments(assignments) }),
    mappings: policy.mappings.map(canonicalMapping),
  }
}

/** Who has one of these roles, read a page at a time; `undefined`: more than 10,000 do. */
export async function assignmentsOf(
  store: Store,
  roles: Iterable<string>,
): Promise<readonly Assignment[] | undefined> {
  const found: Assignment[] = []
  const wanted = new Set(roles)
  const scoped = new Set<string>()
  for (const role of wanted) {
    for (let after: string | undefined; ;) {
      const page = await store.members(role, { limit: 200, ...(after === undefined ? {} : { after }) })
      for (const subject of page.items) found.push(Object.freeze({ subject, role }))
      if (found.length > maxAssignments) return undefined
      if (page.next === undefined) break
      after = page.next
    }
    for (const subject of await store.scopedMembers(role, maxAssignments + 1)) scoped.add(subject)
    if (scoped.size > maxAssignments) return undefined
  }
  for (const subject of scoped) {
    const held = (await store.view(subject)).subject?.assignments ?? []
    for (const one of held)
      if (wanted.has(one.role) && scopeOf(one) !== undefined)
        found.push(canonicalAssignment({ ...one, subject }))
    if (found.length > maxAssignments) return undefined
  }
  return found
}

/** The error for more assignments than a document holds. */
export function tooManyAssignments(): TrilatchError {
  return new TrilatchError(
    'TRILATCH_OPTION_INVALID',
    `Cannot read the assignments into one document: there are more than ${maxAssignments}. Leave them out: export with { assignments: false }, and import a document without that list`,
    { status: 422 },
  )
}
