// A policy that follows another takes over what has not changed, and forgets what is gone.
import { expect, it } from 'vitest'
import { definePermissions } from '../../src/index.ts'
import type { Role } from '../../src/index.ts'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'
import type { CompiledPolicy } from '../../src/decision/compiled-policy.ts'

const permissions = definePermissions({ 'job.run': 'Run Job' })
const role = (id: string, context: string): Role => ({
  id,
  rules: [{ permission: 'job.run', state: 'granted', context }],
})

it('takes over roles whose documents are the same objects, and reads the others', () => {
  const [kept, before, after] = [role('kept', 'a.*'), role('edited', 'b.*'), role('edited', 'c.*')]
  const first = compilePolicy('1', [kept, before], permissions)
  const second = compilePolicy('2', [kept, after], permissions, first)
  expect(second.roles.get('kept')).toBe(first.roles.get('kept'))
  expect(second.roles.get('edited')).not.toBe(first.roles.get('edited'))
  expect(second.roles.get('edited')?.rules.values().next().value?.[0]?.context?.text).toBe('c.*')
})

it('keeps no contexts of roles as they once were, however often a role is edited', () => {
  const kept = Array.from({ length: 100 }, (_, i) => role(`kept${i}`, `kept${i}.*`))
  let policy: CompiledPolicy | undefined
  let most = 0
  for (let i = 0; i < 5_000; i++) {
    policy = compilePolicy(String(i), [...kept, role('edited', `edited${i}.*`)], permissions, policy)
    most = Math.max(most, policy.contexts.size)
  }
  // 101 in use; twice that and the spare ones, and the one that is added before the next look.
  expect(most).toBeLessThanOrEqual(2 * 101 + 1_000 + 1)
  expect(policy?.names.find('edited4999.x')).toBeGreaterThanOrEqual(0)
})
