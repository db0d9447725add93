// What "for some resource" costs: how often contexts are asked, and not how long it takes.
import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/index.ts'
import { holdingMayGrantSome } from '../../src/decision/can-some.ts'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'
import type { CompiledRule } from '../../src/decision/compiled-role.ts'
import { resolveHoldings } from '../../src/decision/holdings.ts'
import type { Holding } from '../../src/decision/holdings.ts'
import { forbid, grant, permissions } from '../authorizer/support.ts'

const node = permissions.index.get('job.run') as number
const many = 500

/** Whether a role of these rules grants something for some name, and how often one of its contexts was asked. */
function asked(rules: readonly Rule[], scope?: string): { readonly some: boolean; readonly times: number } {
  const policy = compilePolicy('1', [{ id: 'r', rules }], permissions)
  let times = 0
  const { role, ...held } = resolveHoldings(policy, [
    { role: 'r', source: 'assigned', ...(scope === undefined ? {} : { scope }) },
  ]).list[0] as Holding
  const counted = Array.from(role.rules, ([at, here]): [number, readonly CompiledRule[]] => [
    at,
    here.map(({ context, ...rule }) => ({
      ...rule,
      context: context && {
        ...context,
        matches: (name) => {
          times++
          return context.matches(name)
        },
      },
    })),
  ])
  const some = holdingMayGrantSome(policy, { ...held, role: { ...role, rules: new Map(counted) } }, node)
  return { some, times }
}

const named = (state: typeof grant, permission: 'job' | 'job.run', shape: (i: number) => string): Rule[] =>
  Array.from({ length: many }, (_, i) => state(permission, shape(i)))

describe('A role of hundreds of plain names', () => {
  const granted = named(grant, 'job', (i) => `x${i}.y`)

  it.each([
    ['that are forbidden nearer by name', named(forbid, 'job.run', (i) => `x${i}.y`), false],
    ['that are forbidden nearer by patterns', named(forbid, 'job.run', (i) => `x${i}.*`), false],
    ['of which one is left', named(forbid, 'job.run', (i) => `x${i + 1}.*`), true],
  ])('%s has none of its contexts asked', (_, forbidden, some) => {
    expect(asked([...granted, ...forbidden])).toEqual({ some, times: 0 })
  })

  it('grants none of them outside of the scope that it is held with', () => {
    expect(asked(granted, 'x7.*')).toEqual({ some: true, times: 0 })
    expect(asked(granted, 'y.*')).toEqual({ some: false, times: 0 })
    expect(asked(granted, 'x7.y')).toEqual({ some: true, times: 0 })
    expect(asked(granted, 'x7.z')).toEqual({ some: false, times: 0 })
  })
})
