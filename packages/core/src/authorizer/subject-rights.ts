import type { Permissions } from '../catalogue/permissions.ts'
import { compilePolicy } from '../decision/compiled-policy.ts'
import { resolveHoldings } from '../decision/holdings.ts'
import type { GivenRole } from '../decision/holdings.ts'
import { nobody, readSubject } from '../decision/subject.ts'
import { closureOf } from '../giving/closure-of.ts'
import type { Side } from '../giving/find-gain.ts'
import { isAdministrator } from '../giving/judged-write.ts'
import type { Budget } from '../giving/representative-names.ts'
import { rightChanges } from '../giving/right-changes.ts'
import type { RightChange, RightChanges } from '../giving/right-changes.ts'
import type { CompareRights } from '../manage/context.ts'
import type { Role } from '../policy/policy.ts'
import type { StoredPolicy, StoreView } from '../store/store.ts'
import { allCatalogues } from './all-catalogues.ts'
import type { Judging } from './judge-giver.ts'
import { tickNow } from './clock.ts'

/** Steps for one subject in one catalogue: some tens of milliseconds. */
const work = 1_000_000

interface Had {
  readonly roles: ReadonlyMap<string, Role>
  readonly given: readonly GivenRole[]
}

/** The roles that somebody is given, and all that these inherit, as one text: who has the same has the same rights. */
function textOf({ roles, given }: Had): string {
  const closure = closureOf(roles, given).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return JSON.stringify([
    closure,
    given.map(({ role, scope, source, mapped }) => [role, scope, source, mapped?.wide]),
  ])
}

function compareIn(permissions: Permissions, before: Had, after: Had, budget: Budget): RightChanges {
  const sideOf = ({ roles, given }: Had): Side => {
    const policy = compilePolicy('', closureOf(roles, given), permissions)
    return { policy, holdings: resolveHoldings(policy, given) }
  }
  return rightChanges(sideOf(before), sideOf(after), budget)
}

/** Compares what somebody may do in two states of a store, by the rule that decides. Suspension is left out of it. */
export async function subjectRights({ permissions, store, given }: Judging): Promise<CompareRights> {
  const all = await allCatalogues(permissions, store)()
  /** Many have the same roles, and what these come to is found once. */
  const known = new Map<string, RightChanges>()
  /** All that are compared are seen with one of two policies. */
  const documents = new WeakMap<StoredPolicy, ReadonlyMap<string, Role>>()
  const rolesIn = (policy: StoredPolicy): ReadonlyMap<string, Role> => {
    const roles = documents.get(policy) ?? new Map(Array.from(policy.roles, ([id, { role }]) => [id, role]))
    documents.set(policy, roles)
    return roles
  }
  const hadIn = (view: StoreView, subject: string | null): Had => {
    const roles = rolesIn(view.policy)
    const who = subject === null ? nobody : { ...readSubject({ id: subject }), suspended: false }
    return { roles, given: given.of(view, who, (id) => isAdministrator(roles.get(id)), tickNow()).roles }
  }
  return (subject, before, after) => {
    const [had, has] = [hadIn(before, subject), hadIn(after, subject)]
    const [hadText, hasText] = [textOf(had), textOf(has)]
    if (hadText === hasText) return { changes: { rights: [], uncertain: false }, work: 0 }
    const key = JSON.stringify([hadText, hasText])
    let found = known.get(key)
    if (found !== undefined) return { changes: found, work: 0 }
    let spent = 0
    const rights = new Map<string, RightChange>()
    const parts = all.map((catalogue) => {
      const budget = { left: work }
      const part = compareIn(catalogue, had, has, budget)
      spent += work - Math.max(0, budget.left)
      return part
    })
    // The roots, and what is Trilatch's own, are in every catalogue.
    for (const part of parts)
      for (const right of part.rights) if (!rights.has(right.permission)) rights.set(right.permission, right)
    const { administrator } = parts[0] as RightChanges
    found = {
      rights: [...rights.values()],
      ...(administrator === undefined ? {} : { administrator }),
      uncertain: parts.some(({ uncertain }) => uncertain),
    }
    known.set(key, found)
    return { changes: found, work: spent }
  }
}
