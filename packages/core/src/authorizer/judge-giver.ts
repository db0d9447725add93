import type { Permissions } from '../catalogue/permissions.ts'
import type { GivenRole } from '../decision/holdings.ts'
import { readSubject } from '../decision/subject.ts'
import type { ReadSubject, Subject } from '../decision/subject.ts'
import { judgeInSteps } from '../giving/judge-in-steps.ts'
import { isAdministrator, subjectsOf } from '../giving/judged-write.ts'
import type { ManageContext } from '../manage/context.ts'
import type { Precondition, Store, StoreView } from '../store/store.ts'
import type { GivenRoles } from './given-roles.ts'
import { allCatalogues } from './all-catalogues.ts'
import { tickNow } from './clock.ts'
import { inTurns } from '../pace.ts'

/** What a giver is judged by. */
export interface Judging {
  readonly permissions: Permissions
  readonly store: Store
  readonly given: GivenRoles
}

/** Who is not there any more, or shut out, has nothing to give. */
function isOut({ suspended, epoch }: ReadSubject, { subject }: StoreView): boolean {
  return suspended || subject?.suspended === true || (epoch !== undefined && subject?.epoch !== epoch)
}

/**
 * Judges writes by what somebody holds at the instant of the write: their record, and those of all whom the write is
 * about, become preconditions of it.
 */
export function judgeGiver(
  { permissions, store, given }: Judging,
  as: Subject,
): NonNullable<ManageContext['judge']> {
  const giver = readSubject(as)
  if (giver.id === null) throw new TypeError('`as` must be a subject with an id')
  const catalogues = allCatalogues(permissions, store)
  return async (plan) => {
    const [all, theirs] = [await catalogues(), await store.view(giver.id)]
    const views = new Map<string, StoreView>()
    for (const id of subjectsOf(plan)) views.set(id, await store.view(id))
    const { policy } = theirs
    const roles = new Map(Array.from(policy.roles, ([id, { role }]) => [id, role]))
    const administers = (id: string): boolean => isAdministrator(roles.get(id))
    const givenIn = (view: StoreView, subject: ReadSubject): readonly GivenRole[] => {
      const { roles: current, lapsed } = given.of(view, subject, administers, tickNow())
      return subject === giver ? current : [...current, ...lapsed]
    }
    const judging = judgeInSteps(plan, {
      roles,
      mappings: policy.mappings,
      catalogues: all,
      giver: isOut(giver, theirs) ? [] : givenIn(theirs, giver),
      givenTo: (id) => {
        const view = views.get(id)
        return view === undefined ? [] : givenIn(view, { ...readSubject({ id }), suspended: false })
      },
    })
    await inTurns(judging)
    const seen = [[giver.id as string, theirs] as const, ...views]
    return [
      { kind: 'policy', id: '', version: policy.version },
      ...seen.map(([id, { subject }]): Precondition => ({
        kind: 'subject',
        id,
        version: subject?.version ?? null,
      })),
    ]
  }
}
