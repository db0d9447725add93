import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { parseContext } from '../context/context.ts'
import { tableOf } from '../mapping/table-of.ts'
import type { ScopedRole } from '../mapping/role-changes.ts'
import { scopeOf } from '../policy/parse-data.ts'
import type { GroupMembership } from '../store/provider-groups.ts'
import type { Operation, Precondition, Store, SubjectRecord } from '../store/store.ts'
import type { VaultEntry, VaultPlace } from '../store/vault.ts'
import { additiveKind, entryId, maxValue } from '../store/vault-place.ts'
import { expectPolicy } from './plan.ts'
import type { PlanState } from './plan.ts'

/** What additive rows of a provider have ever given a subject, and the version of where that is kept. */
export interface Given {
  readonly place: VaultPlace
  readonly version: string | null
  readonly roles: readonly ScopedRole[]
}

/** Where it is kept what additive rows have given. The key is a digest: it may be longer than keys can be. */
function placeOf(subject: string, provider: string): VaultPlace {
  const key = createHash('sha256')
    .update(JSON.stringify([provider, subject]))
    .digest('base64url')
  return { kind: additiveKind, key }
}

function rolesIn(entry: VaultEntry | null): readonly ScopedRole[] {
  const roles = (entry?.value as { readonly roles?: unknown } | undefined)?.roles
  return Array.isArray(roles) ? (roles as readonly ScopedRole[]) : []
}

/** What additive rows have given so far. Rejects when it cannot be read. */
export async function givenBefore(store: Store, subject: string, provider: string): Promise<Given> {
  const place = placeOf(subject, provider)
  const entry = await store.vault.get(place)
  return { place, version: entry?.version ?? null, roles: rolesIn(entry) }
}

const same = (a: ScopedRole, b: ScopedRole): boolean => a.role === b.role && scopeOf(a) === scopeOf(b)
const among = (roles: readonly ScopedRole[], role: ScopedRole): boolean =>
  roles.some((other) => same(other, role))
const lean = (held: ScopedRole): ScopedRole => {
  const scope = scopeOf(held)
  return scope === undefined ? { role: held.role } : { role: held.role, scope }
}

function isAcceptable(scope: string | undefined): boolean {
  try {
    parseContext(scope)
    return true
  } catch {
    return false
  }
}

/** Whether any additive row of a provider could give something. */
export function givesAdditively({ policy, providers }: PlanState, provider: string): boolean {
  return tableOf(policy.mappings, providers).isAdditive(provider)
}

/** Roles that additive rows give now and have never given: nobody is given twice what somebody has taken away since. */
export function newlyGiven(
  { policy, providers }: PlanState,
  record: SubjectRecord | null,
  provider: string,
  groups: readonly GroupMembership[],
  given: Given,
): readonly ScopedRole[] {
  const found: ScopedRole[] = []
  for (const role of tableOf(policy.mappings, providers).rolesOf(provider, groups, 'additive')) {
    const stored = policy.roles.get(role.role)?.role
    const may = stored !== undefined && stored.administrator !== true && isAcceptable(scopeOf(role))
    if (!may || among(found, role) || among(given.roles, role)) continue
    if (!among(record?.assignments ?? [], role)) found.push(lean(role))
  }
  return found
}

const assignment = (kind: 'assign' | 'unassign', subject: string, role: ScopedRole): Operation => ({
  kind,
  assignment: Object.freeze({ subject, ...lean(role) }),
})

/** What giving roles additively does and relies on; `undefined` for more than can be kept of one subject. */
export function givingSteps(
  state: PlanState,
  subject: string,
  given: Given,
  roles: readonly ScopedRole[],
): { readonly expect: readonly Precondition[]; readonly operations: readonly Operation[] } | undefined {
  const value = { roles: [...given.roles, ...roles] }
  if (JSON.stringify(value).length > maxValue) return undefined
  return {
    expect: [expectPolicy(state), { kind: 'entry', id: entryId(given.place), version: given.version }],
    operations: [
      ...roles.map((role) => assignment('assign', subject, role)),
      { kind: 'put-entry', entry: { ...given.place, value } },
    ],
  }
}

/** Roles that additive rows gave and that are held still. */
export function stillHeld(record: SubjectRecord | null, given: Given): readonly ScopedRole[] {
  return (record?.assignments ?? [])
    .filter((held) => given.roles.some((role) => isDeepStrictEqual(lean(role), lean(held))))
    .map(lean)
}

/** Takes back what additive rows gave: of somebody who has no user that could be suspended. */
export function takingBack(subject: string, roles: readonly ScopedRole[]): readonly Operation[] {
  return roles.map((role) => assignment('unassign', subject, role))
}
