import type { ExecutionContext } from '@nestjs/common'
import { isThenable } from '@trilatch/core'
import type { GuardPlan } from '@trilatch/core'
import type { HandlerPlan } from './declared-plans.ts'

/** A plan whose resources are looked for in one context, with what was found by permission. */
export interface BoundPlan<Req> {
  readonly plan: GuardPlan<Req>
  readonly found: ReadonlyMap<string, unknown>
}

const nothing: ReadonlyMap<string, unknown> = new Map()

/** Fields of one operation share a caller and not their arguments: each run of a handler looks for its own resource. */
export function bindPlan<Req>(
  { requirement, finders }: HandlerPlan,
  context: ExecutionContext,
): BoundPlan<Req> {
  if (finders.length === 0) return { plan: { requirement, finders: [] }, found: nothing }
  const found = new Map<string, unknown>()
  const bound = finders.map((find, i) => {
    if (find === undefined) return undefined
    const keep = (value: unknown): unknown => {
      found.set(requirement.permissions[i] as string, value)
      return value
    }
    return (): unknown => {
      const value = find(context)
      return isThenable(value) ? Promise.resolve(value).then(keep) : keep(value)
    }
  })
  return { plan: { requirement, finders: bound }, found }
}
