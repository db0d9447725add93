import type { PermissionNode } from '../catalogue/permissions.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import type { State } from '../policy/policy.ts'
import { evaluateHolding } from './evaluate.ts'
import type { RoleAnswer } from './evaluate.ts'
import type { Holding } from './holdings.ts'
import type { Question, Snapshot } from './snapshot.ts'

/** Why an answer is what it is; the first that applies, in this order. */
export const reasons = [
  'unknown-permission',
  'improper-resource',
  'switched-off',
  'suspended',
  'administrator',
  'granted',
  'forbidden',
  'nothing-granted',
] as const

export type Reason = (typeof reasons)[number]

/** The role, and the place in it, that an answer came from. */
export interface DecidedBy {
  readonly role: string
  /** From the role that the subject was given to this one, both included. */
  readonly via: readonly string[]
  readonly scope?: string
  /** The node whose rule decided. */
  readonly node: string
  readonly context?: string
}

/** The answer as a value, with its reasons. Frozen. */
export interface Decision {
  readonly state: State
  readonly reason: Reason
  readonly permission: string
  /** The resource's name; absent without one and for an improper one. */
  readonly resource?: string
  /** The first role, by id and then scope, that gave the answer; for `administrator`, `granted` and `forbidden`. */
  readonly by?: DecidedBy
  /** Version of the policy that was asked. */
  readonly version: string
  /** For people: the very text of the server's refusal, or what was granted. */
  readonly text: string
}

/** What one held role said, beside how it is held. */
export interface HoldingAnswer {
  readonly holding: Holding
  readonly answer: RoleAnswer
}

/** The one text that refusals, tooltips, the audit trail and tests show for permissions that are missing. */
export function requiresText(paths: readonly string[], mode?: 'all' | 'any'): string {
  if (paths.length === 1) return `Requires permission: ${paths[0]}`
  return mode === 'any' ? `Requires one of: ${paths.join(', ')}` : `Requires permissions: ${paths.join(', ')}`
}

/** What is said where only groups that have lapsed are missing. */
export const signInAgainText = 'Sign in again to do this: what your groups allow has to be confirmed anew.'

/** Whether the answer would be yes, had no group lapsed. */
function lapseForbids({ beforeLapse }: Snapshot, question: Question): boolean {
  return beforeLapse !== undefined && decide(beforeLapse, question).state === 'granted'
}

function textOf(snapshot: Snapshot, question: Question, state: State, reason: Reason): string {
  const { permissions } = snapshot.policy
  if (reason === 'unknown-permission') {
    const shown = JSON.stringify(question.permission.slice(0, 200))
    return `Unknown permission ${shown}.${didYouMean(question.permission, permissions.names)}`
  }
  if (reason === 'improper-resource') return 'The resource has no proper name.'
  const { path } = permissions.nodes[question.node] as PermissionNode
  if (state === 'granted') return `Granted: ${path}`
  return lapseForbids(snapshot, question) ? signInAgainText : requiresText([path])
}

/** The held role that decided, and where in it. */
interface Deciding {
  readonly holding: Holding
  readonly answer: Pick<RoleAnswer, 'node' | 'rule'>
}

function decidedBy(snapshot: Snapshot, { holding, answer }: Deciding): DecidedBy {
  const context = answer.rule?.context?.text
  return Object.freeze({
    role: holding.role.id,
    via: Object.freeze([...holding.via]),
    ...(holding.scope === undefined ? {} : { scope: holding.scope.text }),
    node: (snapshot.policy.permissions.nodes[answer.node as number] as PermissionNode).name,
    ...(context === undefined ? {} : { context }),
  })
}

/** Position of the root at which a walk from a node ends. */
function rootOf(snapshot: Snapshot, start: number): number {
  let node = start
  for (let up = node; up !== -1; up = snapshot.policy.permissions.parents[node] as number) node = up
  return node
}

/** Asks every held role; for the slow path that reports reasons. */
export function askHoldings(snapshot: Snapshot, question: Question): HoldingAnswer[] {
  const { node, name } = question
  if (node === -1 || name === null) return []
  return snapshot.holdings.list.map((holding) => ({
    holding,
    answer: evaluateHolding(snapshot.policy, holding, node, name),
  }))
}

function judge(
  snapshot: Snapshot,
  question: Question,
  answers: readonly HoldingAnswer[],
): { state: State; reason: Reason; by?: Deciding } {
  if (question.node === -1) return { state: 'forbidden', reason: 'unknown-permission' }
  if (question.name === null) return { state: 'forbidden', reason: 'improper-resource' }
  if (snapshot.standing === 'switched-off') return { state: 'granted', reason: 'switched-off' }
  if (snapshot.standing === 'suspended') return { state: 'forbidden', reason: 'suspended' }
  const holding = snapshot.holdings.administrator
  if (holding !== undefined) {
    const node = rootOf(snapshot, question.node)
    return { state: 'granted', reason: 'administrator', by: { holding, answer: { node } } }
  }
  for (const state of ['granted', 'forbidden'] as const) {
    const by = answers.find(({ answer }) => answer.state === state)
    if (by !== undefined) return { state, reason: state, by }
  }
  return { state: 'forbidden', reason: 'nothing-granted' }
}

/** The rule between roles, given what each role said. Pure. */
export function decideFrom(
  snapshot: Snapshot,
  question: Question,
  answers: readonly HoldingAnswer[],
): Decision {
  const { state, reason, by } = judge(snapshot, question, answers)
  return Object.freeze({
    state,
    reason,
    permission: question.permission,
    ...(typeof question.name === 'string' ? { resource: question.name } : {}),
    ...(by === undefined ? {} : { by: decidedBy(snapshot, by) }),
    version: snapshot.policy.version,
    text: textOf(snapshot, question, state, reason),
  })
}

/** One question's answer with its reason. Pure. */
export function decide(snapshot: Snapshot, question: Question): Decision {
  return decideFrom(snapshot, question, askHoldings(snapshot, question))
}
