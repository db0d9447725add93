// How handmade cases are written down: `G job.run sales.*` is a rule, `A @ eu.*` a role held with a scope.
import type { Resource } from '../specification/arbitraries.ts'
import type { Held, Role, Rule, World } from '../specification/specification.ts'

/** A case with the reason that its author expects; the state goes without saying. */
export interface Handmade {
  readonly title: string
  readonly world: World
  readonly permission: string
  readonly resource: Resource
  readonly reason: string
}

const nodes =
  `* project project.join project.create project.delete job job.run job.run.now __proto__ constructor
  trilatch trilatch.roles trilatch.roles.edit`.split(/\s+/)

function readRule(text: string): Rule {
  const [, letter, permission = '', context] = /^([GF]) (\S+)(?: (.*))?$/su.exec(text) ?? []
  if (letter === undefined) throw new Error(`This is no rule: ${text}`)
  const state = letter === 'G' ? 'granted' : 'forbidden'
  return { permission, state, ...(context !== undefined && { context }) }
}

/** A role with its rules. */
export const role = (id: string, ...rules: readonly string[]): Role => ({ id, rules: rules.map(readRule) })

/** What a subject holds: `A`, or `A @ scope`. */
export function held(text: string): Held {
  const at = text.indexOf(' @ ')
  return at === -1 ? { role: text } : { role: text.slice(0, at), scope: text.slice(at + 3) }
}

/** A world in which the subject holds these, or else every role. */
export function worldOf(roles: readonly Role[], holds?: readonly string[]): World {
  const all = holds ?? roles.map(({ id }) => id)
  return { nodes, roles, subject: { roles: all.map(held) } }
}

/** Questions to one world: permission, resource or none, and the reason of the answer. */
export type Asked = readonly [permission: string, reason: string] | readonly [string, string, unknown]

export function cases(title: string, world: World, ...questions: readonly Asked[]): Handmade[] {
  return questions.map(([permission, reason, ...resource]) => ({
    title,
    world,
    permission,
    resource: resource.length === 0 ? [] : [resource[0]],
    reason,
  }))
}
