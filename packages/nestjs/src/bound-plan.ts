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
const noResources: GuardPlan<unknown>['resources'] = new Map()

/** Fields of one operation share a caller and not their arguments: each run of a handler looks for its own resource. */
export function bindPlan<Req>(
  { requirement, resources }: HandlerPlan,
  context: ExecutionContext,
): BoundPlan<Req> {
  if (resources.size === 0) return { plan: { requirement, resources: noResources }, found: nothing }
  const found = new Map<string, unknown>()
  const bound = Array.from(resources, ([permission, find]) => {
    const keep = (value: unknown): unknown => {
      found.set(permission, value)
      return value
    }
    const look = (): unknown => {
      const value = find(context)
      return isThenable(value) ? Promise.resolve(value).then(keep) : keep(value)
    }
    return [permission, look] as const
  })
  return { plan: { requirement, resources: new Map(bound) }, found }
}
