import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import { normalGroup } from '../mapping/group-pattern.ts'
import { modeOf } from '../mapping/mapping-table.ts'
import type { MappingRow } from '../policy/policy.ts'
import { maxMappingRows } from '../policy/schema.ts'
import { planMappings } from './plan-role.ts'
import { roleUnknown } from './plan.ts'
import type { Plan, PlanState } from './plan.ts'

/** What tells rows apart, beside their roles. */
function keyOf(state: PlanState, row: MappingRow): string {
  const group = normalGroup(row.group, state.providers.get(row.provider))
  return JSON.stringify([row.provider, group, own(row, 'scope'), own(row, 'minAccess'), modeOf(row)])
}

function checkProvider({ providers }: PlanState, provider: string): void {
  if (providers.has(provider)) return
  const known = [...providers.keys()]
  const which =
    known.length === 0
      ? 'no directory and no GitLab is configured'
      : `the option \`providers\` names ${known.map((name) => JSON.stringify(name)).join(', ')}`
  throw new TrilatchError(
    'TRILATCH_PROVIDER_UNKNOWN',
    `Cannot pick a group of ${JSON.stringify(provider)}: ${which}`,
    { status: 422 },
  )
}

function checkRole({ policy }: PlanState, role: string): void {
  if (!policy.roles.has(role)) throw roleUnknown(role)
}

/** Refuses a row where there are as many as there may be. */
function checkRoom(rows: readonly MappingRow[]): void {
  if (rows.length < maxMappingRows) return
  const message = `Cannot add a group: there are ${maxMappingRows} mapping rows already, which is the most. Have several roles in one row, or a pattern for several groups`
  throw new TrilatchError('TRILATCH_OPTION_INVALID', message, { status: 422 })
}

/** Plans a group more that leads to a role; without operations when it does already. */
export function planAddGroup(state: PlanState, role: string, row: MappingRow, version: string): Plan {
  checkRole(state, role)
  checkProvider(state, row.provider)
  const { mappings } = state.policy
  const key = keyOf(state, row)
  const at = mappings.findIndex((other) => keyOf(state, other) === key)
  const before = mappings[at]
  if (before === undefined) checkRoom(mappings)
  const after =
    before === undefined
      ? row
      : Object.freeze({ ...before, roles: Object.freeze([...new Set([...before.roles, role])]) })
  const rows = before === undefined ? [...mappings, after] : mappings.with(at, after)
  const plan = planMappings(state, rows, version)
  return {
    ...plan,
    operations: before?.roles.includes(role) === true ? [] : plan.operations,
    action: 'role.group.add',
    target: role,
    before: before ?? null,
    after,
  }
}

/** Plans a group less that leads to a role; the row goes with its last role. Nothing happens where it leads there no more. */
export function planRemoveGroup(state: PlanState, role: string, row: MappingRow, version: string): Plan {
  checkRole(state, role)
  const { mappings } = state.policy
  const key = keyOf(state, row)
  const isIt = (other: MappingRow): boolean => keyOf(state, other) === key && other.roles.includes(role)
  const before = mappings.find(isIt)
  const rows = mappings.flatMap((other) => {
    if (!isIt(other)) return [other]
    const roles = other.roles.filter((id) => id !== role)
    return roles.length === 0 ? [] : [Object.freeze({ ...other, roles: Object.freeze(roles) })]
  })
  const plan = planMappings(state, rows, version)
  return {
    ...plan,
    operations: before === undefined ? [] : plan.operations,
    action: 'role.group.remove',
    target: role,
    before: before ?? null,
    after: rows.find((other) => keyOf(state, other) === key) ?? null,
  }
}
