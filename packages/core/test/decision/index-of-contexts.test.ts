// How long successive policies share one index of contexts: until more than half of it, and 1,000, may be unused.
import { expect, it } from 'vitest'
import { definePermissions } from '../../src/index.ts'
import type { Role } from '../../src/index.ts'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'

const permissions = definePermissions({ 'job.run': 'Run Job' })
const role = (id: string, count: number): Role => ({
  id,
  rules: Array.from({ length: count }, (_, i) => ({
    permission: 'job.run',
    state: 'granted',
    context: `${id}${i}.*`,
  })),
})

/** Whether a policy of so many rules takes over the index of one with so many contexts, every resource included. */
function shares(contexts: number, rules: number): boolean {
  const first = compilePolicy('1', [role('a', contexts - 1)], permissions)
  expect(first.contexts.size).toBe(contexts)
  return compilePolicy('2', [role('b', rules)], permissions, first).contexts === first.contexts
}

it.each([
  [2, 0, true],
  [1_000, 0, true],
  [1_001, 0, false],
  [1_200, 100, true],
  [1_200, 99, false],
  [1_201, 100, false],
  [2_000, 500, true],
  [2_001, 500, false],
  [1_201, 1_200, true],
])('an index of %i contexts is kept for a policy of %i rules: %j', (contexts, rules, kept) => {
  expect(shares(contexts, rules)).toBe(kept)
})

it('rules are counted over all roles', () => {
  const first = compilePolicy('1', [role('a', 2_000)], permissions)
  const roles = [role('b', 300), role('c', 300)]
  expect(compilePolicy('2', roles, permissions, first).contexts).toBe(first.contexts)
  expect(compilePolicy('2', roles.slice(1), permissions, first).contexts).not.toBe(first.contexts)
})
