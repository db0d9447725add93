// A store of somebody else may keep `*` and `**` as they were written: they mean every resource there too.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Access, Rule } from '../../src/index.ts'

const permissions = definePermissions({ 'job.run': 'Run', 'job.stop': 'Stop' })

/** What somebody may whose stored role has these rules, in just these words. */
async function holderOf(rules: readonly Rule[]): Promise<Access> {
  const role = { id: 'a', rules }
  const policy = {
    version: '1',
    roles: new Map([['a', { role, version: '1' }]]),
    mappings: [],
    mappingsVersion: '1',
  }
  const store = { ...memoryStore(), view: () => ({ policy, subject: null }) }
  return createAuthorizer({ permissions, store }).access({ id: 'ann', roles: ['a'] })
}

describe.each(['*', '**'])('A stored rule in %s', (context) => {
  it('grants every resource, and says so without a context', async () => {
    const access = await holderOf([{ permission: 'job', state: 'granted', context }])
    expect(access.can('job.run')).toBe(true)
    expect(access.can('job.run', 'a/b')).toBe(true)
    expect(access.decide('job.run', 'a/b').by).toEqual({ role: 'a', via: ['a'], node: 'job' })
    expect(access.contexts('job.run')).toEqual([])
  })

  it('forbids every resource, and gives way to nothing that is as wide', async () => {
    const access = await holderOf([
      { permission: 'job', state: 'granted' },
      { permission: 'job', state: 'forbidden', context },
    ])
    expect(access.can('job.run')).toBe(false)
    expect(access.can('job.run', 'a/b')).toBe(false)
    expect(access.canSome('job.run')).toBe(false)
  })

  it('is less specific than every other context', async () => {
    const access = await holderOf([
      { permission: 'job', state: 'forbidden', context },
      { permission: 'job', state: 'granted', context: 'a/*' },
    ])
    expect(access.can('job.run', 'a/b')).toBe(true)
    expect(access.can('job.run', 'b')).toBe(false)
  })
})
