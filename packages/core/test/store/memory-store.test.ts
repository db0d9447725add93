// What the memory store does beside the contract of all stores: what it accepts, and what it lets go of.
import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../src/index.ts'
import type { Change, MemoryStoreContent } from '../../src/index.ts'
import { newTag } from '../../src/store/memory-store.ts'
import { thrown } from '../authorizer/support.ts'

describe('A memory store', () => {
  it('begins empty, at one version', async () => {
    const store = memoryStore()
    const { policy, subject } = await store.view(null)
    expect([policy.roles.size, policy.mappings, subject]).toEqual([0, [], null])
    expect(policy.mappingsVersion).toBe(policy.version)
    expect(await store.members('eu', { limit: 1 })).toEqual({ items: [], version: 'empty' })
    expect(await store.audit({ limit: 1 })).toEqual({ items: [] })
    expect([await store.ready(), await store.close()]).toEqual([undefined, undefined])
  })

  it.each([
    [{ roles: [{ id: '../a', rules: [] }] }, 'roles[0].id: a role id is 1 to 128 of the characters'],
    [{ assignments: [{ subject: 'ann', role: 'ghost' }] }, 'assignments[0].role: unknown role "ghost".'],
    [{ mappings: [{ provider: 'p', group: 'g', roles: ['ghost'] }] }, 'mappings[0].roles[0]: unknown role'],
  ] as [MemoryStoreContent, string][])('refuses what is not accepted: %j', (content, message) => {
    expect(thrown(() => memoryStore(content))).toMatchObject({
      name: 'PolicyError',
      message: expect.stringContaining(`Cannot use the content of the memory store: ${message}`) as string,
    })
  })

  it('makes tags of 128 random bits', () => {
    const tags = Array.from({ length: 100 }, newTag)
    for (const tag of tags) expect(tag).toMatch(/^[0-9a-f]{32}$/)
    expect(new Set(tags).size).toBe(100)
  })
})

describe('The tag of a write', () => {
  const audit = { at: '', actor: 'a', action: 'b', target: 'c', before: null, after: null }
  const change = (tag: string): Change => ({ tag, expect: [], operations: [], audit })

  it('is remembered as long as its line of the trail', async () => {
    const store = memoryStore()
    const newest = async () => (await store.audit({ limit: 1 })).items[0]?.sequence
    for (let i = 1; i <= 10_000; i++) await store.write(change(`tag${i}`))
    await store.write(change('tag1'))
    expect(await newest()).toBe(10_000)
    await store.write(change('one more'))
    await store.write(change('tag2'))
    expect(await newest()).toBe(10_001)
    await store.write(change('tag1'))
    expect(await newest()).toBe(10_002)
  })
})
