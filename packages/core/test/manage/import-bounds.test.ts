// How much a document may hold and one import may change: so much, and nothing more.
import { describe, expect, it } from 'vitest'
import type { Store, SubjectRecord, WrittenDocument } from '../../src/index.ts'
import { boss, content, edited, make, withoutRole } from './imports.ts'
import { roles } from './support.ts'

const named = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${i}`)

/** A store in which so many have a role, unscoped, with scopes, or one of them with so many scopes. */
const crowded = (have: { members?: number; scoped?: number; scopes?: number }) => (store: Store) => ({
  ...store,
  members: async (role: string, query: Parameters<Store['members']>[1]) =>
    role === 'eu'
      ? { items: named(have.members ?? 0), version: 'v' }
      : role === 'admin'
        ? { items: [], version: 'v' }
        : store.members(role, query),
  scopedMembers: async (role: string, limit: number) =>
    role === 'eu' ? named(have.scoped ?? 0).slice(0, limit) : [],
  view: async (id: string | null) => {
    const view = await store.view(id)
    const assignments = Array.from({ length: have.scopes ?? 0 }, (_, i) => ({ role: 'eu', scope: `c${i}` }))
    const record: SubjectRecord = {
      id: 's0',
      assignments,
      groups: [],
      suspended: false,
      epoch: '',
      version: '',
    }
    return id === 's0' && assignments.length > 0 ? { ...view, subject: record } : view
  },
})
const tooMany = {
  code: 'TRILATCH_OPTION_INVALID',
  status: 422,
  message:
    'Cannot read the assignments into one document: there are more than 10000. Leave them out: export with { assignments: false }, and import a document without that list',
}

describe('An exported policy', () => {
  it.each([
    ['members', { members: 10_000 }, 10_000],
    ['people with scopes, who have none any more', { scoped: 10_000 }, 0],
    ['scopes', { scoped: 1, scopes: 10_000 }, 10_000],
  ])('holds 10,000 %s', async (_, have, length) => {
    const { manager } = make({ roles, assignments: [] }, crowded(have))
    expect((await manager.exportPolicy()).document.assignments).toHaveLength(length)
  })

  it.each([
    ['members', { members: 10_001 }],
    ['people with scopes', { scoped: 10_001 }],
    ['scopes', { scoped: 1, scopes: 10_001 }],
  ])('does not hold 10,001 %s', async (_, have) => {
    const { manager } = make({ roles, assignments: [] }, crowded(have))
    await expect(manager.exportPolicy()).rejects.toMatchObject(tooMany)
  })

  it('has the members of every page of a role', async () => {
    const many = named(401).map((subject) => ({ subject, role: 'eu' }))
    const { manager } = make({ roles, assignments: [boss, ...many] })
    const { assignments = [] } = (await manager.exportPolicy()).document
    expect(assignments.map(({ subject }) => subject)).toEqual(['boss', ...named(401)].toSorted())
  })
})

describe('One import', () => {
  it('changes 1,000 roles and 1,000 assignments, beside those of roles that are gone', async () => {
    const gone = named(1_001).map((subject) => ({ subject, role: 'runner' }))
    const here = make({ roles, assignments: [boss, ...gone] })
    const fresh = (count: number): WrittenDocument['roles'] =>
      named(count).map((id) => ({ id: `r${id}`, rules: [] }))
    const [document] = await edited(here, (all) => ({
      roles: [...withoutRole('runner')(all).roles, ...fresh(999)],
      assignments: [boss, ...named(1_000).map((subject) => ({ subject, role: 'eu' }))],
    }))
    const plan = await here.manager.planImport(document, { limit: 1 })
    expect(plan.refusal).toBeUndefined()
    expect([plan.roles.total, plan.assignments.added.total, plan.assignments.removed.total]).toEqual([
      1_000, 1_000, 1_001,
    ])
  })

  it('writes a million characters', async () => {
    const here = make(content)
    const sized = (texts: readonly number[]) =>
      edited(here, ({ roles: all }) => ({
        roles: [
          ...all,
          ...texts.map((length, i) => ({ id: `r${i}`, description: 'x'.repeat(length), rules: [] })),
        ],
      }))
    const refusalOf = async (texts: readonly number[]) => {
      const [document] = await sized(texts)
      return (await here.manager.planImport(document, { limit: 1 })).refusal
    }
    const texts = named(510).map(() => 2_000)
    const refusal = await refusalOf(texts)
    expect(refusal).toMatchObject({ code: 'TRILATCH_OPTION_INVALID', status: 422 })
    let over = Number(/it writes (\d+) characters, at most 1000000/.exec(refusal?.message ?? '')?.[1]) - 1e6
    expect(over).toBeGreaterThan(0)
    const fitting = texts.map((length) => {
      const less = Math.min(over, length - 1)
      over -= less
      return length - less
    })
    expect(await refusalOf(fitting)).toBeUndefined()
    const more = fitting.with(0, (fitting[0] ?? 0) + 1)
    expect((await refusalOf(more))?.message).toContain('it writes 1000001 characters')
  })

  it('of a document without assignments says nothing of who had a role that very many have', async () => {
    const here = make({ roles, assignments: [] }, crowded({ scoped: 10_001 }))
    const { document } = await here.manager.exportPolicy({ assignments: false })
    const plan = await here.manager.planImport({ ...document, ...withoutRole('eu')(document) })
    expect(plan.assignments.removed).toEqual({ items: [], total: 0 })
    expect(plan.rights.complete).toBe(false)
  })
})
