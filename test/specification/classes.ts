// The kinds of cases that a property test must meet often enough to mean something.
import { commonNames, type Resource } from './arbitraries.ts'
import { type Answer, decide, type Held, type World } from './specification.ts'

export const classes = [
  'granted by the node itself',
  'granted by an ancestor',
  'forbidden by the node itself',
  'forbidden by an ancestor',
  'nothing granted',
  'roles in conflict',
  'context decides',
  'no resource',
  'improper or unknown',
  'administrator, suspended or switched off',
] as const
export type Class = (typeof classes)[number]

const byRoles = ['granted', 'forbidden', 'nothing-granted']
const byNobody = ['unknown-permission', 'improper-resource']

/** The classes of a case; `answer` is what `decide` says of it. A case may be in several. */
export function classify(world: World, permission: string, resource: Resource, answer: Answer): Set<Class> {
  const found = new Set<Class>()
  const { state, reason, by } = answer
  if (reason === state)
    found.add(`${state} by ${by?.node === permission ? 'the node itself' : 'an ancestor'}`)
  if (reason === 'nothing-granted') found.add('nothing granted')
  if (byNobody.includes(reason)) found.add('improper or unknown')
  else if (resource.length === 0) found.add('no resource')
  if (!byRoles.includes(reason) && !byNobody.includes(reason))
    found.add('administrator, suspended or switched off')
  if (byRoles.includes(reason)) {
    const single = statesOfRoles(world, permission, resource)
    if (single.has('granted') && single.has('forbidden')) found.add('roles in conflict')
    const others: Resource[] = [[], ...commonNames.map((name): Resource => [name])]
    if (others.some((other) => decide(world, permission, ...other).state !== state))
      found.add('context decides')
  }
  return found
}

/** What the subject's roles say, each asked alone: `granted`, `forbidden`, `nothing-granted`. */
function statesOfRoles(world: World, permission: string, resource: Resource): Set<string> {
  const roles = world.roles.map((role) => ({ ...role, inherits: [] }))
  const alone = (held: Held): string =>
    decide({ ...world, roles, subject: { roles: [held] } }, permission, ...resource).reason
  return new Set(reached(world, world.subject.roles).map(alone))
}

function reached(world: World, held: readonly Held[]): Held[] {
  return held.flatMap((one) => {
    const inherits = world.roles.find(({ id }) => id === one.role)?.inherits ?? []
    return [
      one,
      ...reached(
        world,
        inherits.map((role) => ({ ...one, role })),
      ),
    ]
  })
}
