// Who may do what, by the executable specification and for every short name: what writes are measured by.
import { isProperName } from '@trilatch/core'
import type { MappingRow, Role, Store, SubjectRecord } from '@trilatch/core'
import { can } from '../specification/specification.ts'
import type { Held } from '../specification/specification.ts'
import { nodes, people } from './firm.ts'

/** Everything that decides, at one instant. */
export interface State {
  readonly roles: ReadonlyMap<string, Role>
  readonly mappings: readonly MappingRow[]
  readonly records: ReadonlyMap<string, SubjectRecord | null>
}

/** What a store holds now, while nothing is written. */
export async function stateOf(store: Store): Promise<State> {
  const { policy } = await store.view(null)
  const views = await Promise.all(people.map(async (id) => store.view(id)))
  const records = new Map(people.map((id, i) => [id as string, views[i]?.subject ?? null]))
  return {
    roles: new Map(Array.from(policy.roles, ([id, { role }]) => [id, role])),
    mappings: policy.mappings,
    records,
  }
}

/** All proper names of up to three of these characters: contexts of the firm tell no others apart. */
function shortNames(characters: string): string[] {
  let names = ['']
  const all: string[] = []
  for (let length = 1; length <= 3; length++) {
    names = names.flatMap((name) => Array.from(characters, (character) => name + character))
    all.push(...names)
  }
  return all.filter(isProperName)
}
const questions = nodes.flatMap((node) => [
  [node] as const,
  ...shortNames('ab.').map((name) => [node, name] as const),
])
export const questionTexts = questions.map(([node, name]) =>
  name === undefined ? node : `${node} on ${name}`,
)

/** What is granted: a bit for each question. */
export type Rights = bigint
const everything: Rights = (1n << BigInt(questions.length)) - 1n

export const without = (rights: Rights, others: Rights): Rights => rights & (everything ^ others)

/** Some of what is granted, as people read it. */
export function textsOf(rights: Rights): string[] {
  return questionTexts.filter((_, i) => (rights & (1n << BigInt(i))) !== 0n).slice(0, 5)
}

function closureOf(
  roles: State['roles'],
  id: string,
  found = new Map<string, Role>(),
): ReadonlyMap<string, Role> {
  const role = roles.get(id)
  if (role === undefined || found.has(id)) return found
  found.set(id, role)
  for (const inherited of role.inherits ?? []) closureOf(roles, inherited, found)
  return found
}

/** What has been found for a role, all that it inherits and a scope: there are many of the same. */
const known = new Map<string, Rights>()
const maxKnown = 20_000

/** Rules under the name that their permission has today. */
const current = (role: Role): Role => ({
  ...role,
  rules: role.rules.map((rule) =>
    rule.permission === 'doc.edit' ? { ...rule, permission: 'doc.write' } : rule,
  ),
})

/** What a role gives, within a scope. Between roles Granted wins, so that what somebody may do is the union of these. */
export function rightsOfRole(roles: State['roles'], held: Held): Rights {
  const closure = [...closureOf(roles, held.role).values()].map(current)
  const key = JSON.stringify([held, closure])
  let found = known.get(key)
  if (found === undefined) {
    const world = { nodes, roles: closure, subject: { roles: [held] } }
    found = 0n
    for (const [i, [node, name]] of questions.entries())
      if (name === undefined ? can(world, node) : can(world, node, name)) found |= 1n << BigInt(i)
    if (known.size >= maxKnown) known.clear()
    known.set(key, found)
  }
  return found
}

/** The roles that somebody has, by assignment and by groups. */
export function heldBy({ mappings, records }: State, id: string): readonly Held[] {
  const record = records.get(id)
  const said = record?.groups.flatMap(({ provider, groups }) =>
    groups.map(({ name }) => JSON.stringify([provider, name])),
  )
  const mapped = mappings
    .filter(
      ({ provider, group, mode }) =>
        mode !== 'additive' && said?.includes(JSON.stringify([provider, group])) === true,
    )
    .flatMap(({ roles, scope }) => roles.map((role) => (scope === undefined ? { role } : { role, scope })))
  return [...(record?.assignments ?? []), ...mapped]
}

/** What somebody could do if they were not suspended. */
export function rightsHeld(state: State, id: string): Rights {
  if (isAdministrator(state, id)) return everything
  return heldBy(state, id).reduce((all, held) => all | rightsOfRole(state.roles, held), 0n)
}

/** What somebody may do. */
export function rightsOf(state: State, id: string): Rights {
  return state.records.get(id)?.suspended === true ? 0n : rightsHeld(state, id)
}

/** Whether somebody has an administrator role, suspended or not. */
export function isAdministrator(state: State, id: string): boolean {
  return heldBy(state, id).some(
    ({ role, scope }) => scope === undefined && state.roles.get(role)?.administrator === true,
  )
}

/** Whether an administrator is there by assignment who is not suspended. */
export function hasAdministrator({ roles, records }: State): boolean {
  return [...records.values()].some(
    (record) =>
      record?.suspended === false &&
      record.assignments.some(
        ({ role, scope }) => scope === undefined && roles.get(role)?.administrator === true,
      ),
  )
}
