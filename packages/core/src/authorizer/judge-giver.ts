import { definePermissions } from '../catalogue/define-permissions.ts'
import { catalogueDigest, catalogueDocument } from '../catalogue/catalogue-document.ts'
import type { CatalogueDocument } from '../catalogue/catalogue-document.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import type { GivenRole } from '../decision/holdings.ts'
import { readSubject } from '../decision/subject.ts'
import type { ReadSubject, Subject } from '../decision/subject.ts'
import { judgeWrite } from '../giving/judge-write.ts'
import { isAdministrator, subjectsOf } from '../giving/judged-write.ts'
import type { ManageContext } from '../manage/context.ts'
import type { Precondition, Store, StoreView } from '../store/store.ts'
import type { GivenRoles } from './given-roles.ts'
import { tickNow } from './clock.ts'

/** What a giver is judged by. */
export interface Judging {
  readonly permissions: Permissions
  readonly store: Store
  readonly given: GivenRoles
}

/** A published catalogue as the application that published it has it. */
function catalogueOf(document: CatalogueDocument): Permissions {
  const definitions = document.map(({ name, ...entry }) => [name, entry] as const)
  // Ancestors are published with their titles, and only leaves have levels.
  return definePermissions(Object.fromEntries(definitions))
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
  const own = catalogueDigest(catalogueDocument(permissions))
  return async (plan) => {
    const [{ published }, theirs] = [await store.applications(), await store.view(giver.id)]
    const views = new Map<string, StoreView>()
    for (const id of subjectsOf(plan)) views.set(id, await store.view(id))
    const { policy } = theirs
    const roles = new Map(Array.from(policy.roles, ([id, { role }]) => [id, role]))
    const administers = (id: string): boolean => isAdministrator(roles.get(id))
    const all = (view: StoreView, subject: ReadSubject): readonly GivenRole[] => {
      const { roles: current, lapsed } = given.of(view, subject, administers, tickNow())
      return subject === giver ? current : [...current, ...lapsed]
    }
    judgeWrite(plan, {
      roles,
      mappings: policy.mappings,
      catalogues: [
        permissions,
        // This application's own is among those that are published.
        ...[...published.values()].flatMap(({ digest, catalogue }) =>
          digest === own ? [] : catalogueOf(catalogue),
        ),
      ],
      giver: isOut(giver, theirs) ? [] : all(theirs, giver),
      givenTo: (id) => {
        const view = views.get(id)
        return view === undefined ? [] : all(view, { ...readSubject({ id }), suspended: false })
      },
    })
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
