import { TrilatchError } from '../errors.ts'
import { missing } from '../missing.ts'
import { own } from '../own.ts'
import type { Assignment, MappingRow } from '../policy/policy.ts'
import type { WrittenDocument } from '../policy/schema.ts'
import { scopeOf } from '../policy/parse-data.ts'
import type { Operation, Precondition, SubjectRecord } from '../store/store.ts'
import { nextPolicy } from './next-policy.ts'
import type { NextPolicy } from './next-policy.ts'
import { expectPolicy } from './plan.ts'
import type { Plan, PlanState } from './plan.ts'
import { maxMemberChanges } from './plan-members.ts'
import { assignmentText, contentVersion, sortedAssignments } from './policy-content.ts'
import type { PolicyContent } from './policy-content.ts'
import type { NamingApplications } from './role-in-use.ts'

/** The most roles that one import makes, changes and removes together. */
export const maxImportedRoles = 1_000
/** The most characters of what one import writes. */
const maxImported = 1_000_000

/** All that an import changes. */
export interface ImportSteps extends NextPolicy {
  /** The content as it is to be. */
  readonly version: string
  readonly added: readonly Assignment[]
  /** Those of roles that are removed among them. */
  readonly removed: readonly Assignment[]
  readonly rowsAdded: readonly MappingRow[]
  readonly rowsRemoved: readonly MappingRow[]
  /** What an import needs to be changed, where anything is. */
  readonly changed: boolean
}

/**
 * What an import of a document changes.
 *
 * @param now What is there: with assignments where the document has some, else without.
 * @param held Who has the roles that the document removes, as far as that is known.
 */
export function importSteps(
  state: PlanState,
  document: WrittenDocument,
  now: PolicyContent,
  published: NamingApplications,
  held: readonly Assignment[] = [],
): ImportSteps {
  const next = nextPolicy(state, document, now, published)
  const { policy, roles, mappingsChanged } = next
  const wanted = own(document, 'assignments')
  const had = own(now, 'assignments') ?? []
  const added = wanted === undefined ? [] : missing(wanted, had, assignmentText)
  const removed = wanted === undefined ? sortedAssignments(held) : missing(had, wanted, assignmentText)
  const rowText = (row: MappingRow): string => JSON.stringify(row)
  const content = {
    roles: Array.from(policy.roles.values(), ({ role }) => role),
    ...(wanted === undefined ? {} : { assignments: wanted }),
    mappings: policy.mappings,
  }
  return {
    ...next,
    version: contentVersion(content),
    added,
    removed,
    rowsAdded: missing(policy.mappings, now.mappings, rowText),
    rowsRemoved: missing(now.mappings, policy.mappings, rowText),
    changed: roles.length + added.length + removed.length > 0 || mappingsChanged,
  }
}

function tooLarge(what: string): never {
  const message = `Cannot import this in one write: ${what}. Import it in parts: each document has to be a whole policy that changes less`
  throw new TrilatchError('TRILATCH_OPTION_INVALID', message, { status: 422 })
}

/** Refuses more than one write may change. */
function checkSize({ roles, added, removed, policy }: ImportSteps): void {
  if (roles.length > maxImportedRoles)
    tooLarge(`it changes ${roles.length} roles, at most ${maxImportedRoles}`)
  const changes = added.length + removed.filter(({ role }) => policy.roles.has(role)).length
  if (changes > maxMemberChanges) tooLarge(`it changes ${changes} assignments, at most ${maxMemberChanges}`)
}

/**
 * Subjects that an import gives roles to, or takes some from that are not removed themselves.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` (422) for more than one write may change
 */
export function assignedSubjects(steps: ImportSteps): readonly string[] {
  checkSize(steps)
  const { added, removed, policy } = steps
  const taken = removed.filter(({ role }) => policy.roles.has(role))
  return [...new Set([...added, ...taken].map(({ subject }) => subject))]
}

/**
 * Plans an import in one write.
 *
 * @param records Of the assigned subjects, `null` where there is none.
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` (422) for more than a million characters
 */
export function planImport(
  state: PlanState,
  now: PolicyContent,
  steps: ImportSteps,
  records: ReadonlyMap<string, SubjectRecord | null>,
): Plan {
  const { roles, policy, mappingsChanged, added, removed, rowsAdded, rowsRemoved } = steps
  // What a record has by now is what counts: lists and records were read one after the other.
  const holds = ({ subject, role, ...rest }: Assignment): boolean =>
    records
      .get(subject)
      ?.assignments.some((held) => held.role === role && scopeOf(held) === scopeOf({ role, ...rest })) ===
    true
  const given = added.filter((assignment) => !holds(assignment))
  const taken = removed.filter((assignment) => policy.roles.has(assignment.role) && holds(assignment))
  const operations: Operation[] = [
    ...roles.map(({ id, after }): Operation =>
      after === undefined ? { kind: 'remove-role', id } : { kind: 'put-role', role: after },
    ),
    ...(mappingsChanged ? [{ kind: 'put-mappings' as const, rows: Object.freeze(policy.mappings) }] : []),
    ...taken.map((assignment) => ({ kind: 'unassign' as const, assignment })),
    ...given.map((assignment) => ({ kind: 'assign' as const, assignment })),
  ]
  const before = {
    roles: roles.flatMap((step) => step.before ?? []),
    mappings: rowsRemoved,
    assignments: removed,
  }
  const after = { roles: roles.flatMap((step) => step.after ?? []), mappings: rowsAdded, assignments: added }
  const length = JSON.stringify([operations, before]).length
  if (length > maxImported) tooLarge(`it writes ${length} characters, at most ${maxImported}`)
  const expect: Precondition[] = Array.from(records, ([id, record]) => ({
    kind: 'subject',
    id,
    version: record?.version ?? null,
  }))
  return {
    expect: [...expect, expectPolicy(state)],
    operations,
    action: 'policy.import',
    target: 'policy',
    before: { version: contentVersion(now), ...before },
    after: { version: steps.version, ...after },
  }
}
