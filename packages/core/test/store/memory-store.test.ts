// What the memory store does beside the contract of all stores: what it accepts, and what it lets go of.
import { describe, expect, it } from 'vitest'
import { definePermissions, memoryStore, readPolicy } from '../../src/index.ts'
import type { Change, MemoryStoreContent, Operation, Role } from '../../src/index.ts'
import { newTag } from '../../src/store/new-tag.ts'
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

  it.each([
    [
      [{ id: 'a', rules: [] }],
      {},
      'its content is { roles?, assignments?, mappings? }, and was given a list. Write memoryStore({ roles: […] }).',
    ],
    [{ role: [] }, {}, 'unknown key "role". Did you mean "roles"?'],
    [{ users: [] }, {}, 'unknown key "users". Known: "roles", "assignments", "mappings".'],
    [null, {}, 'its content is { roles?, assignments?, mappings? }, and was given null.'],
    ['roles', {}, 'its content is { roles?, assignments?, mappings? }, and was given string.'],
    [{}, null, 'its options are { auditKey?, now? }, and were given null.'],
    [{}, { auditkey: 'x' }, 'unknown key "auditkey". Did you mean "auditKey"?'],
  ])('refuses what it would have ignored: %j, %j', (content, options, why) => {
    expect(thrown(() => memoryStore(content as never, options as never))).toMatchObject({
      code: 'TRILATCH_OPTION_INVALID',
      message: `Cannot make a memory store: ${why}`,
    })
  })

  it('takes a document that names its schema, as editors want it', async () => {
    const document = { $schema: './policy.schema.json', format: 1, roles: [{ id: 'eu', rules: [] }] }
    const { policy } = await memoryStore(document).view(null)
    expect([...policy.roles.keys()]).toEqual(['eu'])
  })

  it('takes a policy document as it was read', async () => {
    const document = readPolicy('format: 1\nroles: [{ id: eu, rules: [] }]\n', {
      permissions: definePermissions({ 'job.run': 'Run Job' }),
    })
    const { policy } = await memoryStore(document).view(null)
    expect([...policy.roles.keys()]).toEqual(['eu'])
  })

  it('makes tags of 128 random bits', () => {
    const tags = Array.from({ length: 100 }, newTag)
    for (const tag of tags) expect(tag).toMatch(/^[\w-]{22}$/)
    expect(new Set(tags).size).toBe(100)
  })
})

const audit = { at: '', actor: 'a', action: 'b', target: 'c', before: null, after: null }
const admin = { id: 'admin', administrator: true, rules: [] }
const [reader, writer] = ['reader', 'writer'].map((id) => ({ id, rules: [] }))
const assign = (subject: string, role: string, scope?: string): Operation => ({
  kind: 'assign',
  assignment: scope === undefined ? { subject, role } : { subject, role, scope },
})

/** A store with three roles and an administrator, and a way to write to it. */
function made() {
  const store = memoryStore({
    roles: [admin, reader, writer] as Role[],
    assignments: [{ subject: 'boss', role: 'admin' }],
  })
  const write = (...operations: Operation[]) => store.write({ tag: newTag(), expect: [], operations, audit })
  return { store, write }
}

describe('A write to a memory store', () => {
  it.each([
    [{ kind: 'policy', id: '', version: 'old' }, 'policy has changed in the meantime'],
    [{ kind: 'role', id: 'reader', version: 'old' }, 'role "reader" has changed in the meantime'],
    [{ kind: 'user', id: 'ann', version: 'old' }, 'user "ann" has changed in the meantime'],
  ] as const)('is refused for what has changed, and says what: %j', async (stale, detail) => {
    const { store } = made()
    const change = { tag: newTag(), expect: [stale], operations: [], audit }
    expect(await store.write(change)).toEqual({ status: 'refused', reason: 'conflict', detail })
  })

  it('is refused where an administrator role would be held with a scope, and says which', async () => {
    const { write } = made()
    await write(assign('ann', 'reader', 'eu.*'))
    expect(await write({ kind: 'put-role', role: { ...admin, id: 'reader' } })).toEqual({
      status: 'refused',
      reason: 'administrator-scoped',
      detail: 'role "reader" is held with a scope, and no administrator role can be',
    })
  })

  it('is not refused because an administrator holds another role with a scope', async () => {
    const { write } = made()
    await write(assign('boss', 'reader', 'eu.*'))
    const role = { id: 'writer', title: 'W', rules: [] }
    expect(await write({ kind: 'put-role', role })).toMatchObject({ status: 'done' })
  })

  it('may remove a user and a role together, and nothing of the user is left', async () => {
    const { store, write } = made()
    await write(assign('ann', 'reader'), assign('ann', 'writer'))
    const done = await write({ kind: 'remove-user', id: 'ann' }, { kind: 'remove-role', id: 'reader' })
    expect(done).toMatchObject({ status: 'done' })
    expect((await store.view('ann')).subject).toBeNull()
    expect([await store.held('reader'), await store.held('writer')]).toEqual([false, false])
  })

  it('gives an address on from one user to another, both ways at once', async () => {
    const { store, write } = made()
    const user = (id: string, email?: string): Operation => ({
      kind: 'put-user',
      user: { id, ...(email === undefined ? {} : { email }), suspended: false, createdAt: '' },
    })
    const taken = { status: 'refused', reason: 'email-taken', detail: 'another user has this e-mail address' }
    await write(user('ann', 'a@x.org'), user('ben', 'b@x.org'))
    expect(await write(user('ann', 'B@x.org'))).toEqual(taken)
    expect(await write(user('ann', 'b@x.org'), user('ben', 'a@x.org'))).toMatchObject({ status: 'done' })
    expect((await store.user('ann'))?.user.email).toBe('b@x.org')
    expect(await write(user('cy', 'a@x.org'))).toEqual(taken)
    expect(await write(user('cy', 'b@x.org'))).toEqual(taken)
    await write({ kind: 'remove-user', id: 'ben' }, user('ann'))
    expect(await write(user('cy', 'a@x.org'), user('dan', 'b@x.org'))).toMatchObject({ status: 'done' })
  })
})

describe('The members of a role', () => {
  it('are not those who hold it with a scope, and another role without one', async () => {
    const { store, write } = made()
    await write(assign('ann', 'reader', 'eu.*'), assign('ann', 'writer'), assign('ben', 'reader'))
    expect((await store.members('reader', { limit: 9 })).items).toEqual(['ben'])
    expect((await store.members('ghost', { limit: 9 })).items).toEqual([])
  })
})

describe('A memory store as it is shown', () => {
  it('tells those who do not hold the policy which roles are administrators, and no others', async () => {
    const { store, write } = made()
    await write({ kind: 'put-role', role: { ...admin, id: 'owner' } })
    const lean = await store.onDemand?.view(null)
    expect(lean?.policy.administrators).toEqual(new Set(['admin', 'owner']))
    expect((await memoryStore().onDemand?.view(null))?.policy.administrators).toEqual(new Set())
  })

  it('is well, and says how many subjects it knows of', async () => {
    const { store, write } = made()
    const ok = (subjects: number) => ({ status: 'ok', details: { kind: 'memory', subjects } })
    expect(store.health?.()).toEqual(ok(1))
    await write(assign('ann', 'reader'), assign('ben', 'reader'))
    expect(store.health?.()).toEqual(ok(3))
    await write({ kind: 'remove-user', id: 'ann' })
    expect(store.health?.()).toEqual(ok(2))
  })
})

describe('A publication with a line for the trail', () => {
  it('keeps it only where it is done', async () => {
    const { store } = made()
    const { version } = await store.applications()
    const publish = (seen: string, tag: string) => store.publish({ seen, tag, settings: null, audit })
    expect(await publish('old', 'tag1')).toBe('conflict')
    expect((await store.audit({ limit: 9 })).items).toEqual([])
    expect(await publish(version, 'tag2')).toBe('done')
    expect((await store.audit({ limit: 9 })).items.map(({ tag }) => tag)).toEqual(['tag2'])
  })
})

describe('The tag of a write', () => {
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
