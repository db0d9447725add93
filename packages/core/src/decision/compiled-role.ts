import { compareText } from '../compare-text.ts'
import { own } from '../own.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import { compareSpecificity } from '../context/context.ts'
import type { Context } from '../context/context.ts'
import { everyResource } from '../context/context-index.ts'
import type { ContextIndex } from '../context/context-index.ts'
import { TrilatchError } from '../errors.ts'
import type { Role, Rule, State } from '../policy/policy.ts'

/** A rule ready to be asked. */
export interface CompiledRule {
  readonly state: State
  /** `undefined`: every resource. */
  readonly context: Context | undefined
  /** The context's number in the policy's index. */
  readonly contextId: number
}

/** A rule that is read safely instead of as written. */
export interface RuleFault {
  readonly rule: Rule
  readonly why: 'permission-unknown' | 'context-unacceptable' | 'state-unacceptable'
}

/** A role ready to be asked. It depends on nothing but its own document, so it outlives changes of others. */
export interface CompiledRole {
  readonly id: string
  readonly title: string
  readonly administrator: boolean
  readonly inherits: readonly string[]
  /** By node, each list in the order in which it decides: most specific first, Forbidden before Granted. */
  readonly rules: ReadonlyMap<number, readonly CompiledRule[]>
  readonly faults: readonly RuleFault[]
}

/** Orders the rules of one node in the order in which they decide. */
function byPrecedence(a: CompiledRule, b: CompiledRule): number {
  const specificity = compareSpecificity(a.context, b.context)
  if (specificity !== 0) return specificity
  if (a.state !== b.state) return a.state === 'forbidden' ? -1 : 1
  return compareText(a.context?.text ?? '', b.context?.text ?? '')
}

/** Forbidden for every resource: how a rule is read that says no one knows what, or no one knows where. */
const closed: CompiledRule = Object.freeze({
  state: 'forbidden',
  context: undefined,
  contextId: everyResource,
})

/** A stored rule; an unacceptable context makes Granted nothing and Forbidden count for every resource. */
function readRule(rule: Rule, index: ContextIndex, faults: RuleFault[]): CompiledRule | undefined {
  if (rule.state !== 'granted' && rule.state !== 'forbidden') {
    faults.push({ rule, why: 'state-unacceptable' })
    return closed
  }
  try {
    const contextId = index.idOf(own(rule, 'context'))
    return { state: rule.state, context: index.contextOf(contextId), contextId }
  } catch (error) {
    // A stored context that is no text throws TypeError, and is no better than one that is not accepted.
    if (!(error instanceof TrilatchError || error instanceof TypeError)) throw error
    faults.push({ rule, why: 'context-unacceptable' })
    return rule.state === 'forbidden' ? closed : undefined
  }
}

/**
 * Makes one role ready to be asked. What is stored and cannot be accepted is read on the safe side, and listed.
 *
 * @param stepEnds Told of every piece of work; where it says so, everything else may have its turn.
 */
export function* compileRole(
  role: Role,
  permissions: Permissions,
  index: ContextIndex,
  stepEnds: (done: number) => boolean,
): Generator<void, CompiledRole> {
  const rules = new Map<number, CompiledRule[]>()
  const faults: RuleFault[] = []
  for (const rule of role.rules) {
    if (stepEnds(1)) yield
    const node = permissions.index.get(rule.permission) ?? permissions.former.get(rule.permission)
    if (node === undefined) {
      faults.push({ rule, why: 'permission-unknown' })
      continue
    }
    const compiled = readRule(rule, index, faults)
    if (compiled === undefined) continue
    const list = rules.get(node)
    if (list === undefined) rules.set(node, [compiled])
    else list.push(compiled)
  }
  for (const list of rules.values()) {
    if (list.length < 2) continue
    list.sort(byPrecedence)
    if (stepEnds(list.length)) yield
  }
  return {
    id: role.id,
    title: own(role, 'title') ?? role.id,
    administrator: own(role, 'administrator') === true,
    inherits: own(role, 'inherits') ?? [],
    rules,
    faults,
  }
}
