// Makes a case as small as it can be while it still shows the same thing.
import type { Case } from '../specification/arbitraries.ts'
import { classify } from '../specification/classes.ts'
import { decide } from '../specification/specification.ts'
import type { Answer, Role, World } from '../specification/specification.ts'

/** The world without what its answer rests on: the deciding rules, the administrator, the switch. */
function withoutReason(world: World, { reason, state, by }: Answer): World {
  if (reason === 'switched-off') return { ...world, switchedOff: false }
  if (reason === 'suspended') return { ...world, subject: { roles: world.subject.roles } }
  const roles = world.roles.map((role): Role => {
    if (role.id !== by?.role) return role
    if (reason === 'administrator') return { ...role, administrator: false }
    const limit = (context = ''): string => (/^\*\*?$/.test(context) ? '' : context)
    const rules = role.rules.filter(
      (rule) =>
        rule.permission !== by.node || rule.state !== state || limit(rule.context) !== (by.context ?? ''),
    )
    return { ...role, rules }
  })
  return { ...world, roles }
}

/** What a case shows: its answer, what would be answered without its reason, and its classes. */
function answersOf({ world, permission, resource }: Case): string {
  const answer = decide(world, permission, ...resource)
  return JSON.stringify([answer, decide(withoutReason(world, answer), permission, ...resource)])
}

function classesOf({ world, permission, resource }: Case): string {
  const answer = decide(world, permission, ...resource)
  return [...classify(world, permission, resource, answer)].toSorted().join()
}

const without = <T>(list: readonly T[], i: number): T[] => list.filter((_, at) => at !== i)

/** Every world that is a little smaller. */
function* smaller(world: World): Generator<World> {
  const { roles, subject } = world
  if (world.switchedOff) yield { nodes: world.nodes, roles, subject }
  if (subject.suspended) yield { ...world, subject: { roles: subject.roles } }
  for (const i of subject.roles.keys())
    yield { ...world, subject: { ...subject, roles: without(subject.roles, i) } }
  for (const [i, { id }] of roles.entries()) {
    const others = without(roles, i).map((role): Role => {
      const { inherits, ...rest } = role
      const left = inherits?.filter((other) => other !== id) ?? []
      return left.length > 0 ? { ...rest, inherits: left } : rest
    })
    yield { ...world, roles: others }
  }
  for (const [i, role] of roles.entries()) {
    const replaced = (by: Role): World => ({ ...world, roles: roles.with(i, by) })
    const { administrator, inherits = [], ...rest } = role
    if (administrator) yield replaced({ ...rest, ...(inherits.length > 0 && { inherits }) })
    for (const at of inherits.keys()) {
      const left = without(inherits, at)
      yield replaced({
        ...rest,
        ...(administrator && { administrator }),
        ...(left.length > 0 && { inherits: left }),
      })
    }
    for (const at of role.rules.keys()) yield replaced({ ...role, rules: without(role.rules, at) })
  }
}

const upTo = (permission: string): string[] =>
  permission.split('.').map((_, depth, segments) => segments.slice(0, depth + 1).join('.'))

/** The catalogue without the nodes that neither a rule nor the question needs. */
export function withFewNodes(world: World, permission: string): World {
  const named = [permission, ...world.roles.flatMap(({ rules }) => rules.map((rule) => rule.permission))]
  const needed = new Set(['*', ...named.flatMap(upTo)])
  const nodes = world.nodes.filter((node) => needed.has(node))
  // A catalogue has at least one permission of its application.
  const spare = world.nodes.find((node) => node !== '*' && !node.startsWith('trilatch'))
  const none = !nodes.some((node) => node !== '*' && !node.startsWith('trilatch'))
  return { ...world, nodes: none && spare !== undefined ? [...nodes, spare] : nodes }
}

/** The smallest case to be reached by leaving out one thing after the other. */
export function shrink(given: Case): Case {
  const [answers, classes] = [answersOf(given), classesOf(given)]
  const { permission, resource } = given
  let at = given.world
  for (let next: World | undefined = at; next !== undefined;) {
    at = next
    next = [...smaller(at)].find((world) => {
      const candidate = { world, permission, resource }
      return answersOf(candidate) === answers && classesOf(candidate) === classes
    })
  }
  return { world: withFewNodes(at, permission), permission, resource }
}
