import { compareText } from '../compare-text.ts'
import type { RightChanges } from '../giving/right-changes.ts'
import { own } from '../own.ts'
import { slices } from '../pace.ts'
import type { Assignment } from '../policy/policy.ts'
import type { Page, PageQuery, SubjectRecord } from '../store/store.ts'
import type { ManageContext } from './context.ts'
import type { PlanState } from './plan.ts'
import type { ImportSteps } from './plan-import.ts'
import { assignmentsOf } from './policy-content.ts'

/** Steps after which a page ends, however few it holds: some hundred milliseconds. */
const pageWork = 10_000_000

/** What somebody's rights would become. */
export interface SubjectRights extends RightChanges {
  /** `null`: callers who are not signed in. */
  readonly subject: string | null
  /** Suspended: none of it counts until that ends. */
  readonly suspended: boolean
}

/**
 * Those whose rights would change. A page holds perhaps fewer than `limit`, even none, and still has a `next`: go on
 * while there is one.
 */
export interface ImportedRights extends Page<SubjectRights> {
  /** How many were looked at for this page. */
  readonly scanned: number
  /** False: more than 10,000 have roles that change, and of those only users of the store are looked at. */
  readonly complete: boolean
}

/** The roles whose answers change: those that are written, and all that inherit one. */
function affectedRoles({ policy }: PlanState, { roles }: ImportSteps): ReadonlySet<string> {
  const affected = new Set(roles.map(({ id }) => id))
  // A role that inherits another set than before is written itself: those of before say who else inherits.
  const heirs = (): boolean => {
    const { size } = affected
    for (const [id, { role }] of policy.roles)
      if (own(role, 'inherits')?.some((inherited) => affected.has(inherited)) === true) affected.add(id)
    return affected.size > size
  }
  while (heirs());
  return affected
}

const emptyRecord = { suspended: false, epoch: '', version: '', groups: [] } as const

/** A record with the assignments that it will have. */
function recordAfter(
  id: string,
  record: SubjectRecord | null,
  wanted: ReadonlyMap<string, readonly Assignment[]> | undefined,
): SubjectRecord | null {
  // Roles that are gone give nothing, whoever is still assigned them.
  if (wanted === undefined) return record
  return { ...emptyRecord, ...record, id, assignments: wanted.get(id) ?? [] }
}

/** Whose rights an import would change, and how: one page of them. */
export async function importedRights(
  context: ManageContext,
  state: PlanState,
  steps: ImportSteps,
  assignments: readonly Assignment[] | undefined,
  { after, limit }: PageQuery,
): Promise<ImportedRights> {
  const { store } = context
  const affected = affectedRoles(state, steps)
  const compare = await context.rights()
  const found: SubjectRights[] = []
  let work = 0
  const look = (subject: string | null, record: SubjectRecord | null, then: SubjectRecord | null): void => {
    const before = { policy: state.policy, subject: record }
    const { changes, work: done } = compare(subject, before, { policy: steps.policy, subject: then })
    work += done
    if (changes.rights.length > 0 || changes.uncertain || changes.administrator !== undefined)
      found.push({ subject, suspended: record?.suspended === true, ...changes })
  }
  if (after === undefined) look(null, null, null)

  const holders = await assignmentsOf(store, affected)
  const named = new Set([...(holders ?? []), ...steps.added, ...steps.removed].map(({ subject }) => subject))
  const assigned = [...named].filter((id) => after === undefined || id > after).toSorted(compareText)
  const rows = [...state.policy.mappings, ...steps.policy.mappings]
  const maps = steps.mappingsChanged || rows.some((row) => row.roles.some((role) => affected.has(role)))
  const page =
    maps || holders === undefined
      ? await store.users({ limit, ...(after === undefined ? {} : { after }) })
      : { items: [] }
  const ids = [...new Set([...assigned, ...page.items.map(({ user }) => user.id)])].toSorted(compareText)
  // Behind the last user of their page there may be others: nobody is passed over.
  const until = page.next
  const within = until === undefined ? ids : ids.filter((id) => id <= until)
  const wanted = assignments === undefined ? undefined : Map.groupBy(assignments, ({ subject }) => subject)
  const rest = slices()
  let scanned = 0
  for (const id of within.slice(0, limit)) {
    if (work > pageWork && scanned > 0) break
    const { subject } = await store.view(id)
    look(id, subject, recordAfter(id, subject, wanted))
    scanned++
    await rest()
  }
  const next = scanned < within.length || until !== undefined ? within[scanned - 1] : undefined
  return { items: found, scanned, complete: holders !== undefined, ...(next === undefined ? {} : { next }) }
}
