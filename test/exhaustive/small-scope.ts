// Every role there can be over a few nodes and contexts, and what the specification says of each one alone.
import { decide } from '../specification/specification.ts'
import type { Answer, Role, Rule, State } from '../specification/specification.ts'

/** What is counted out: nodes in a chain, contexts (none first), and the names that are asked about. */
export interface Scope {
  readonly nodes: readonly string[]
  readonly contexts: readonly (string | undefined)[]
  readonly names: readonly string[]
}

/** A permission, and the name it is asked with; `undefined` asks without a resource. */
export interface Asked {
  readonly permission: string
  readonly name: string | undefined
}

const states: readonly (State | undefined)[] = [undefined, 'granted', 'forbidden']

/** The n-th role: its digits to base 3 are the states of each node in each context. */
function roleAt({ nodes, contexts }: Scope, n: number): Role {
  const cells = nodes.flatMap((permission) => contexts.map((context) => ({ permission, context })))
  const rules = cells.flatMap(({ permission, context }, digit): Rule[] => {
    const state = states[Math.floor(n / 3 ** digit) % 3]
    return state === undefined ? [] : [{ permission, state, ...(context !== undefined && { context }) }]
  })
  return { id: `r${n}`, rules }
}

/** All roles of a scope: 3 to the power of nodes × contexts. */
export function allRoles(scope: Scope): readonly Role[] {
  const length = 3 ** (scope.nodes.length * scope.contexts.length)
  return Array.from({ length }, (_, n) => roleAt(scope, n))
}

/** All questions of a scope. */
export function allQuestions({ nodes, names }: Scope): readonly Asked[] {
  return nodes.flatMap((permission) => [undefined, ...names].map((name) => ({ permission, name })))
}

/** What the specification says to a subject that holds this one role. */
export function decideAlone(scope: Scope, role: Role, { permission, name }: Asked): Answer {
  const world = { nodes: ['*', ...scope.nodes], roles: [role], subject: { roles: [{ role: role.id }] } }
  return name === undefined ? decide(world, permission) : decide(world, permission, name)
}

/** Which questions each role grants when it is held alone: one bit for each question. */
export function grantedAlone(scope: Scope, roles: readonly Role[]): Int32Array {
  const questions = allQuestions(scope)
  return Int32Array.from(roles, (role) =>
    questions.reduce(
      (bits, asked, i) => (decideAlone(scope, role, asked).state === 'granted' ? bits | (1 << i) : bits),
      0,
    ),
  )
}
