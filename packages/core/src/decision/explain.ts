import type { PermissionNode } from '../catalogue/permissions.ts'
import { deepFreeze } from '../deep-freeze.ts'
import { own } from '../own.ts'
import type { State } from '../policy/policy.ts'
import { askHoldings, decideFrom } from './decision.ts'
import type { Decision, HoldingAnswer } from './decision.ts'
import { evaluateRole } from './evaluate.ts'
import type { Holding, HoldingSource, MappedFrom } from './holdings.ts'
import type { Question, Snapshot } from './snapshot.ts'

/** A rule that a walk met. */
export interface ExplainedRule {
  readonly state: State
  readonly context?: string
  /** It speaks about the resource (without one: it counts for every name). */
  readonly matched: boolean
  readonly decided: boolean
}

/** A node that a walk visited. */
export interface ExplainedStep {
  readonly permission: string
  readonly title: string
  readonly rules: readonly ExplainedRule[]
}

/** How one held role came to its answer. */
export interface ExplainedRole {
  readonly role: string
  readonly title: string
  readonly source: HoldingSource
  /** For `mapped`: the row and the group it comes from. */
  readonly mapped?: Omit<MappedFrom, 'wide'>
  readonly via: readonly string[]
  readonly scope?: string
  /** The resource lies outside the scope, or none was named: the role does not speak. */
  readonly outOfScope: boolean
  readonly steps: readonly ExplainedStep[]
  /** What the permission's own node says here. */
  readonly state: State | 'unspecified'
  /** What it would be without that. */
  readonly expected: State
  /** What the role says; `unspecified` is nothing. */
  readonly answer: State | 'unspecified'
}

/** A decision with the whole way to it. Frozen. It names roles: show it only to those who may see them. */
export interface Explanation {
  readonly decision: Decision
  /** Every held role, in the order of id and scope. */
  readonly roles: readonly ExplainedRole[]
  /** What is missing; empty when granted. */
  readonly needed: readonly { readonly id: string; readonly title: string }[]
  /** The same as lines of text. */
  readonly text: string
}

function originOf({ mapped }: Holding): Pick<ExplainedRole, 'mapped'> {
  if (mapped === undefined) return {}
  const { wide: _, ...origin } = mapped
  return { mapped: origin }
}

function explainRole(
  snapshot: Snapshot,
  question: Question,
  { holding, answer }: HoldingAnswer,
): ExplainedRole {
  const { policy } = snapshot
  const { nodes, parents } = policy.permissions
  const name = question.name ?? undefined
  const outOfScope = holding.scope !== undefined && (name === undefined || !holding.scope.matches(name))
  const walk = evaluateRole(policy, holding.role, question.node, name)
  const above = evaluateRole(policy, holding.role, parents[question.node] as number, name)
  const steps = walk.visits.map((visit): ExplainedStep => ({
    permission: (nodes[visit.node] as PermissionNode).name,
    title: (nodes[visit.node] as PermissionNode).title,
    rules: visit.rules.map((rule) => ({
      state: rule.state,
      ...(rule.context === undefined ? {} : { context: rule.context.text }),
      matched: visit.matched.includes(rule),
      decided: visit.decided === rule,
    })),
  }))
  return {
    role: holding.role.id,
    title: holding.role.title,
    source: holding.source,
    ...originOf(holding),
    via: holding.via,
    ...(holding.scope === undefined ? {} : { scope: holding.scope.text }),
    outOfScope,
    steps,
    state: (walk.node === question.node ? walk.state : undefined) ?? 'unspecified',
    expected: above.state ?? 'forbidden',
    answer: answer.state ?? 'unspecified',
  }
}

function describeRole(role: ExplainedRole): string[] {
  const [within, mapped] = [own(role, 'scope'), own(role, 'mapped')]
  const scope = within === undefined ? '' : ` within ${within}`
  const way = role.via.length > 1 ? `, by ${role.via.slice(0, -1).join(' → ')}` : ''
  const from = mapped === undefined ? '' : ` from ${mapped.provider} ${mapped.group}`
  const said = role.answer === 'unspecified' ? 'says nothing' : `says ${role.answer}`
  const lines = [
    `${role.title} (${role.source}${from}${way})${scope} ${said}${role.outOfScope ? ': outside its scope' : ''}`,
  ]
  for (const step of role.outOfScope ? [] : role.steps) {
    for (const rule of step.rules) {
      const mark = rule.decided ? 'decides' : rule.matched ? 'matches, another decides' : 'does not match'
      const context = own(rule, 'context')
      const where = context === undefined ? '' : ` in ${context}`
      lines.push(`  ${step.permission}: ${rule.state}${where} (${mark})`)
    }
  }
  return lines
}

/** A decision's whole way: its `decision` equals what `decide` gives. Pure. */
export function explain(snapshot: Snapshot, question: Question): Explanation {
  const answers = askHoldings(snapshot, question)
  const decision = decideFrom(snapshot, question, answers)
  const roles = answers.map((answer) => explainRole(snapshot, question, answer))
  const node = snapshot.policy.permissions.nodes[question.node]
  const needed =
    decision.state === 'granted' || node === undefined ? [] : [{ id: node.name, title: node.path }]
  const on = typeof question.name === 'string' ? ` on ${question.name}` : ''
  // A reason that only says the state again adds nothing.
  const { state, reason } = decision
  const head = `${question.permission}${on}: ${state}${reason === state ? '' : ` (${reason})`}`
  const text = [head, decision.text, ...roles.flatMap(describeRole)].join('\n')
  return deepFreeze({ decision, roles, needed, text })
}
