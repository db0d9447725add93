import { compareText } from '../compare-text.ts'
import { parseContext } from '../context/context.ts'
import type { Context } from '../context/context.ts'
import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import { inheritedRole } from './compiled-policy.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import type { CompiledRole } from './compiled-role.ts'

/** Where a subject has a role from. */
export type HoldingSource = 'handed-in' | 'assigned' | 'mapped' | 'anonymous'

/** The mapping row, and the group of the subject, that a role comes from. */
export interface MappedFrom {
  readonly provider: string
  /** As the row names it. */
  readonly group: string
  /** The subject's group, as it was compared; absent for `everyone`. */
  readonly by?: string
  /** The row names more than one group: no administrator role is had by it. */
  readonly wide: boolean
}

/** A role as a subject was given it, before inheritance. */
export interface GivenRole {
  readonly role: string
  readonly scope?: string
  readonly source: HoldingSource
  /** For `mapped`. */
  readonly mapped?: MappedFrom
}

/** A role that a subject holds, with all that is needed to ask it. */
export interface Holding {
  readonly role: CompiledRole
  readonly scope: Context | undefined
  /** From the role that was given to this one, both included. */
  readonly via: readonly string[]
  readonly source: HoldingSource
  readonly mapped?: MappedFrom
}

/** What came of a subject's roles. */
export interface Holdings {
  /** In the order of role id, then scope (none first); each pair once. */
  readonly list: readonly Holding[]
  /** The first administrator role held. */
  readonly administrator: Holding | undefined
  /** Given roles that count for nothing, with the reason. */
  readonly ignored: readonly {
    readonly given: GivenRole
    readonly why:
      | 'role-unknown'
      | 'scope-unacceptable'
      | 'administrator-scoped'
      | 'administrator-anonymous'
      | 'administrator-mapped-widely'
  }[]
}

/** Orders what differs in nothing but the group that it comes from. */
export const originText = ({ mapped }: Pick<GivenRole, 'mapped'>): string =>
  mapped === undefined ? '' : JSON.stringify([mapped.provider, mapped.group, mapped.by])

const scopeText = (scope: Context | undefined): string => scope?.text ?? ''

/** Orders by role id, then scope (none first), then the shortest and first way it was reached. */
function compareHoldings(a: Holding, b: Holding): number {
  return (
    compareText(a.role.id, b.role.id) ||
    compareText(scopeText(a.scope), scopeText(b.scope)) ||
    a.via.length - b.via.length ||
    compareText(a.via.join('\n'), b.via.join('\n')) ||
    compareText(a.source, b.source) ||
    compareText(originText(a), originText(b))
  )
}

/** A role, and the ids of the roles that lead to it. */
type Reached = Pick<Holding, 'role' | 'via'>

/**
 * The role and all it inherits, breadth first and in the order of ids, so that the shortest way to each is found,
 * and the first of those, in whatever order the roles were written down; cycles end.
 */
function closure(policy: CompiledPolicy, first: CompiledRole): readonly Reached[] {
  const queue: Reached[] = [{ role: first, via: [first.id] }]
  // Most roles inherit nothing, and this is done for every subject that was not asked about before.
  if (first.inherits.length === 0) return queue
  const seen = new Set([first.id])
  for (const item of queue) {
    for (const id of item.role.inherits.toSorted()) {
      const role = inheritedRole(policy.roles, id)
      if (role === undefined || seen.has(id)) continue
      seen.add(id)
      queue.push({ role, via: [...item.via, id] })
    }
  }
  return queue
}

/** Why an administrator role is not had this way, or `undefined`. */
function unfit(
  { source, mapped }: GivenRole,
  scope: Context | undefined,
): Holdings['ignored'][number]['why'] | undefined {
  if (scope !== undefined) return 'administrator-scoped'
  if (source === 'anonymous') return 'administrator-anonymous'
  return source === 'mapped' && mapped?.wide !== false ? 'administrator-mapped-widely' : undefined
}

/**
 * The union of the roles a subject was given and all that these inherit, each with the scope it was reached by.
 * The order in which they were given never matters. Pure.
 */
export function resolveHoldings(policy: CompiledPolicy, given: readonly GivenRole[]): Holdings {
  const reached: Holding[] = []
  const ignored: Holdings['ignored'][number][] = []
  for (const item of given) {
    const role = policy.roles.get(item.role)
    if (role === undefined) {
      ignored.push({ given: item, why: 'role-unknown' })
      continue
    }
    let scope: Context | undefined
    try {
      scope = parseContext(own(item, 'scope'))
    } catch (error) {
      // A stored scope that is no text throws TypeError, and is no better than one that is not accepted.
      if (!(error instanceof TrilatchError || error instanceof TypeError)) throw error
      ignored.push({ given: item, why: 'scope-unacceptable' })
      continue
    }
    const why = role.administrator ? unfit(item, scope) : undefined
    if (why !== undefined) {
      ignored.push({ given: item, why })
      continue
    }
    for (const { role: inherited, via } of closure(policy, role)) {
      reached.push({
        role: inherited,
        scope,
        via,
        source: item.source,
        ...(item.mapped === undefined ? {} : { mapped: item.mapped }),
      })
    }
  }
  reached.sort(compareHoldings)
  const list = reached.filter((holding, i) => {
    const before = reached[i - 1]
    return before?.role !== holding.role || scopeText(before.scope) !== scopeText(holding.scope)
  })
  return { list, administrator: list.find((holding) => holding.role.administrator), ignored }
}
