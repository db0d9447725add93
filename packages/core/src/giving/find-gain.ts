import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import { evaluateHolding } from '../decision/evaluate.ts'
import type { Holdings } from '../decision/holdings.ts'
import type { Context } from '../context/context.ts'
import { representativeNames, spend } from './representative-names.ts'
import type { Budget } from './representative-names.ts'

/** Roles as they are held at one version of the policy. All sides of a comparison share one catalogue. */
export interface Side {
  readonly policy: CompiledPolicy
  readonly holdings: Holdings
}

/** Something that one side grants and the others do not. */
export interface Gain {
  readonly permission: string
  /** A shortest name for which it is so; absent: without a resource. */
  readonly resource?: string
}

/** Whether a side grants a node, for a name or without one. */
export const grants = ({ policy, holdings }: Side, node: number, name: string | undefined): boolean =>
  holdings.administrator !== undefined ||
  holdings.list.some((held) => evaluateHolding(policy, held, node, name).state === 'granted')

/** Whether a side may grant a node for some name, told by its rules alone; where it may not, it does not for any. */
const mayGrant = ({ policy, holdings }: Side, node: number): boolean =>
  holdings.administrator !== undefined ||
  holdings.list.some(({ role }) => {
    for (let at = node; at !== -1; at = policy.permissions.parents[at] as number) {
      const rules = role.rules.get(at) ?? []
      if (rules.some(({ state }) => state === 'granted')) return true
      if (rules.some(({ context }) => context === undefined)) return false
    }
    return false
  })

/** How many rules can decide about a node: those on the way up. */
function rulesOn(node: number, sides: readonly Side[]): number {
  let count = 0
  for (const { policy, holdings } of sides)
    for (const { role } of holdings.list)
      for (let at = node; at !== -1; at = policy.permissions.parents[at] as number)
        count += 1 + (role.rules.get(at)?.length ?? 0)
  return count
}

/** The nodes where some role has rules, and the roots: between them every other node says what the one above it says. */
export function tellingNodes(sides: readonly Side[]): readonly number[] {
  const nodes = new Set<number>()
  for (const { holdings } of sides)
    for (const { role } of holdings.list) for (const node of role.rules.keys()) nodes.add(node)
  const { parents } = (sides[0] as Side).policy.permissions
  for (const [node, parent] of parents.entries()) if (parent === -1) nodes.add(node)
  return [...nodes].toSorted((a, b) => a - b)
}

/** The contexts that can decide about a node: those of rules on the way up, and all scopes. */
export function contextsOn(node: number, sides: readonly Side[]): ReadonlyMap<string, Context> {
  const contexts = new Map<string, Context>()
  const add = (context: Context | undefined): void => {
    if (context !== undefined) contexts.set(context.text, context)
  }
  for (const { policy, holdings } of sides) {
    for (const { role, scope } of holdings.list) {
      add(scope)
      for (let at = node; at !== -1; at = policy.permissions.parents[at] as number)
        for (const { context } of role.rules.get(at) ?? []) add(context)
    }
  }
  return contexts
}

/** What looking at so many contexts once costs: exact names are compared much faster than patterns are run. */
export function costOf(contexts: ReadonlyMap<string, Context>): number {
  const patterns = [...contexts.values()].filter(({ kind }) => kind !== 'name').length
  return 1 + patterns + (contexts.size - patterns) / 8
}

/** Gives the names that stand for all where these contexts decide; many nodes have the same. */
export function namesOf(budget: Budget): (contexts: ReadonlyMap<string, Context>) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (contexts) => {
    const key = JSON.stringify([...contexts.keys()].toSorted())
    let names = known.get(key)
    if (names === undefined) {
      names = representativeNames([...contexts.values()], budget)
      known.set(key, names)
    }
    return names
  }
}

/**
 * Something that `after` grants, and neither `before` nor `holder`: for some permission, and some proper name or no
 * resource. `undefined` is a proof that there is nothing: not for any name, and not for permissions that the catalogue
 * may get below its nodes. Pure; design sections 2 and 7.
 *
 * @throws CannotProve when the budget is used up
 */
export function findGain(after: Side, before: Side, holder: Side, budget: Budget): Gain | undefined {
  if (holder.holdings.administrator !== undefined) return undefined
  const sides = [after, before, holder]
  const { nodes } = after.policy.permissions
  const names = namesOf(budget)
  const telling = tellingNodes(sides)
  for (const node of telling) {
    // Looking through them is cheap beside asking them.
    spend(budget, 1 + rulesOn(node, sides) / 4)
    // What is granted without a resource is for every name: then no name has to be looked for.
    if (!mayGrant(after, node) || grants(holder, node, undefined) || grants(before, node, undefined)) continue
    const permission = nodes[node]?.name as string
    const contexts = contextsOn(node, sides)
    const cost = costOf(contexts)
    const gained = (name: string | undefined): boolean => {
      spend(budget, cost)
      return grants(after, node, name) && !grants(before, node, name) && !grants(holder, node, name)
    }
    if (gained(undefined)) return { permission }
    const resource = names(contexts).find(gained)
    if (resource !== undefined) return { permission, resource }
  }
  return undefined
}
