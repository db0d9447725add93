import { evaluateHolding } from '../decision/evaluate.ts'
import { contextsOn, costOf, grants, namesOf, tellingNodes } from './find-gain.ts'
import type { Side } from './find-gain.ts'
import { CannotProve, spend } from './representative-names.ts'
import type { Budget } from './representative-names.ts'

/** The most names, and the most patterns, that are told for one permission. */
const maxTold = 5

/** Where something is granted on one side and not on the other. */
export interface Extent {
  /** Without a resource, which means for every name. */
  readonly everywhere: boolean
  /** The contexts and scopes by which it is granted, at most five; empty where it is for every resource. */
  readonly contexts: readonly string[]
  /** The shortest names that stand for it, at most five; there may be any number of others. */
  readonly names: readonly string[]
}

/** What becomes of one permission, and of all below it that is not told by itself. Neither field: nothing changes. */
export interface RightChange {
  readonly permission: string
  readonly gained?: Extent
  readonly lost?: Extent
}

/** What somebody's rights become. */
export interface RightChanges {
  /** In the order of the catalogue. */
  readonly rights: readonly RightChange[]
  /** Whether they become an administrator, who may do everything, or stop being one. */
  readonly administrator?: 'gained' | 'lost'
  /** The contexts overlap in too many ways to compare all of it: something may be missing here. */
  readonly uncertain: boolean
}

/** The patterns by which a side grants a name. */
function grantedBy({ policy, holdings }: Side, node: number, name: string): readonly string[] {
  return holdings.list.flatMap((held) => {
    const { state, rule } = evaluateHolding(policy, held, node, name)
    if (state !== 'granted') return []
    return [rule?.context, held.scope].flatMap((context) => (context === undefined ? [] : [context.text]))
  })
}

/** Where one side grants a node and the other does not. */
function extentOf(to: Side, from: Side, node: number, names: readonly string[]): Extent | undefined {
  const gains = (name: string | undefined): boolean => grants(to, node, name) && !grants(from, node, name)
  const everywhere = gains(undefined)
  const found = names.filter(gains)
  if (!everywhere && found.length === 0) return undefined
  const contexts =
    to.holdings.administrator === undefined ? found.flatMap((name) => grantedBy(to, node, name)) : []
  return {
    everywhere,
    contexts: [...new Set(contexts)].slice(0, maxTold),
    names: found.slice(0, maxTold),
  }
}

/**
 * What somebody's rights become: for each permission whether it is granted for more names than before, or for fewer. A
 * permission that changes as the one above it is left out; one that does not, below one that does, is told without
 * anything. Both sides share one catalogue. Pure; exact as long as the budget lasts.
 */
export function rightChanges(before: Side, after: Side, budget: Budget): RightChanges {
  const { nodes, parents } = after.policy.permissions
  const [was, is] = [before, after].map(({ holdings }) => holdings.administrator !== undefined)
  const administrator =
    was === is ? {} : { administrator: is === true ? ('gained' as const) : ('lost' as const) }
  const rights: RightChange[] = []
  const namesFor = namesOf(budget)
  /** What was found for each node that tells something, as text. */
  const told = new Map<number, string>()
  const aboveOf = (node: number): string => {
    for (let at = parents[node] as number; at !== -1; at = parents[at] as number) {
      const text = told.get(at)
      if (text !== undefined) return text
    }
    return '{}'
  }
  try {
    for (const node of tellingNodes([before, after])) {
      const contexts = contextsOn(node, [before, after])
      const names = namesFor(contexts)
      spend(budget, 2 * costOf(contexts) * (names.length + 1))
      const [gained, lost] = [extentOf(after, before, node, names), extentOf(before, after, node, names)]
      const change = { ...(gained === undefined ? {} : { gained }), ...(lost === undefined ? {} : { lost }) }
      const text = JSON.stringify(change)
      told.set(node, text)
      if (text !== aboveOf(node)) rights.push({ permission: nodes[node]?.name as string, ...change })
    }
  } catch (error) {
    if (!(error instanceof CannotProve)) throw error
    return { rights, ...administrator, uncertain: true }
  }
  return { rights, ...administrator, uncertain: false }
}
