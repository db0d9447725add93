import type { StoredPolicy, StoredRole } from '@trilatch/core'
import { garbled } from './garbled.ts'
import { openAdministrators, openMappings, openRole } from './documents.ts'
import type { Seal } from './seal.ts'

/** Documents of roles as Redis has them; `null`: there is no such role. */
export type RoleTexts = ReadonlyMap<string, string | null>

/** What has changed in a policy. */
export interface PolicyChange {
  readonly version: string
  /** The entry of the log that made it. */
  readonly position: string
  readonly roles: RoleTexts
  /** The stored mappings, when they have changed. */
  readonly mappings?: string
  /** The stored list of administrator roles, where the roles are not held. */
  readonly administrators?: string
}

const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : Number(a > b)

/**
 * The policy after a change: another object, in which what did not change is the same as before. A role whose
 * version is the same is the same role; its compiled form is then taken over too.
 *
 * @throws GarbledError
 */
export function changedPolicy(
  seal: Seal,
  before: StoredPolicy | undefined,
  change: PolicyChange,
): StoredPolicy {
  const roles = new Map(before?.roles)
  let ordered = true
  for (const [id, text] of change.roles) {
    if (text === null) {
      roles.delete(id)
      continue
    }
    const known = roles.get(id)
    ordered &&= known !== undefined
    roles.set(id, sameOr(known, openRole(seal, id, text)))
  }
  const mappings = change.mappings === undefined ? undefined : openMappings(seal, change.mappings)
  const rows = mappings?.rows ?? before?.mappings
  const mappingsVersion = mappings?.version ?? before?.mappingsVersion
  if (rows === undefined || mappingsVersion === undefined) throw garbled('the mappings')
  return Object.freeze({
    version: change.version,
    roles: ordered ? roles : new Map([...roles].toSorted(byId)),
    mappings: rows,
    mappingsVersion,
    position: change.position,
    ...(change.administrators === undefined
      ? {}
      : { administrators: new Set(openAdministrators(seal, change.administrators)) }),
  })
}

function sameOr(known: StoredRole | undefined, found: StoredRole): StoredRole {
  return known?.version === found.version ? known : found
}

/** A whole policy read anew; roles whose version this process already holds stay the same objects. */
export function loadedPolicy(
  seal: Seal,
  before: StoredPolicy | undefined,
  whole: Required<Omit<PolicyChange, 'administrators'>>,
): StoredPolicy {
  const fresh = changedPolicy(seal, undefined, whole)
  const roles = new Map(Array.from(fresh.roles, ([id, role]) => [id, sameOr(before?.roles.get(id), role)]))
  return Object.freeze({ ...fresh, roles })
}
