// What the write of an import relies on, does and tells.
import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { Change, MemoryStoreContent, Store } from '../../src/index.ts'
import { grant, permissions } from '../authorizer/support.ts'
import { boss, content, edited, make, row, withoutRole, withRole } from './imports.ts'
import { roles } from './support.ts'

/** A store whose changes are kept; once it has said who is a member, another process may write. */
function watching(given: MemoryStoreContent = content) {
  const changes: Change[] = []
  let meanwhile: (() => Promise<unknown>) | undefined
  const here = make(given, (store) => ({
    ...store,
    write: (change) => {
      changes.push(change)
      return store.write(change)
    },
    scopedMembers: async (role, limit) => {
      const members = await store.scopedMembers(role, limit)
      // The last of the roles: all the lists have been read by now.
      if (role !== 'clerk') return members
      const run = meanwhile
      meanwhile = undefined
      await run?.()
      return members
    },
  }))
  const after = (run: () => Promise<unknown>): void => void (meanwhile = run)
  const other = createAuthorizer({
    permissions,
    store: here.store,
    providers: { acme: 'path' },
  }).manage('other')
  return { ...here, changes, after, other }
}
const [ann, ben] = [
  { subject: 'ann', role: 'runner' },
  { subject: 'ben', role: 'clerk' },
]

describe('The write of an import', () => {
  it('relies on the policy and on the records of those who gain and lose roles that stay', async () => {
    const here = watching({ ...content, assignments: [...(content.assignments ?? []), ann] })
    const [document, seen] = await edited(here, (all) => ({
      ...withoutRole('clerk')(all),
      assignments: [boss, ann, { subject: 'cleo', role: 'eu' }],
    }))
    const record = (await here.store.view('ann')).subject
    const { policy } = await here.store.view(null)
    await here.manager.importPolicy(document, seen)
    expect(here.changes).toMatchObject([
      {
        expect: [
          { kind: 'subject', id: 'cleo', version: null },
          { kind: 'subject', id: 'ann', version: record?.version },
          { kind: 'policy', id: '', version: policy.version },
        ],
        operations: [
          { kind: 'remove-role', id: 'clerk' },
          { kind: 'unassign', assignment: { subject: 'ann', role: 'eu' } },
          { kind: 'unassign', assignment: { ...ann, scope: 'us.*' } },
          { kind: 'assign', assignment: { subject: 'cleo', role: 'eu' } },
        ],
      },
    ])
  })

  it('tells all that was and all that is in its line of the trail', async () => {
    const here = make()
    const runner = { id: 'runner', rules: [grant('project')] }
    const [document, seen] = await edited(here, () => ({
      roles: [roles[0], roles[1], runner, { id: 'new', rules: [] }],
      assignments: [boss, { subject: 'ann', role: 'eu' }, ann],
      mappings: [row('acme/ops', 'eu')],
    }))
    const { version } = await here.manager.importPolicy(document, seen)
    const [line] = (await here.manager.audit({ limit: 1 })).items
    expect(line).toMatchObject({ action: 'policy.import', target: 'policy' })
    expect(line?.before).toEqual({
      version: seen.version,
      roles: [content.roles?.[3], roles[2]],
      mappings: [row('acme/dev', 'eu')],
      assignments: [{ ...ann, scope: 'us.*' }, ben],
    })
    expect(line?.after).toEqual({
      version,
      roles: [{ id: 'new', rules: [] }, runner],
      mappings: [row('acme/ops', 'eu')],
      assignments: [ann],
    })
  })

  it('gives and takes nothing that another process has given and taken since', async () => {
    const here = watching()
    const [document, seen] = await edited(here, () => ({
      assignments: [boss, { subject: 'ann', role: 'eu' }, { ...ann, scope: 'de.*' }, ann],
    }))
    here.after(async () => {
      await here.other.assign(ann)
      await here.other.unassign(ben)
    })
    await here.manager.importPolicy(document, seen)
    expect(here.changes.map(({ operations }) => operations)).toEqual([
      [
        { kind: 'unassign', assignment: { ...ann, scope: 'us.*' } },
        { kind: 'assign', assignment: { ...ann, scope: 'de.*' } },
      ],
    ])
  })
})

describe('The plan of an import', () => {
  it('counts a change of roles and one of assignments together', async () => {
    const here = make()
    const [document] = await edited(here, (all) => ({
      ...withRole('runner', { title: 'Run' })(all),
      assignments: [...(all.assignments ?? []), ann],
    }))
    const plan = await here.manager.planImport(document)
    expect(plan).toMatchObject({
      changed: true,
      roles: { items: [{ id: 'runner', fields: ['title'] }], total: 1 },
      assignments: { added: { items: [ann], total: 1 } },
    })
  })

  it.each([
    ['inherited roles', withRole('clerk', { inherits: ['runner'] })],
    ['no inherited role', withRole('clerk', { inherits: [] })],
    ['another row', () => ({ mappings: [row('acme/ops', 'eu')] })],
  ])('has another version for %s', async (_, change) => {
    const here = make()
    const [document, seen] = await edited(here, change)
    expect((await here.manager.planImport(document)).changed).toBe(true)
    expect((await here.manager.importPolicy(document, seen)).version).not.toBe(seen.version)
  })

  it('that adds as much as it takes away changes something', async () => {
    const here = make()
    const [document, seen] = await edited(here, ({ assignments = [] }) => ({
      assignments: [...assignments.filter(({ subject }) => subject !== 'ben'), { ...ben, subject: 'cleo' }],
    }))
    expect((await here.manager.planImport(document)).changed).toBe(true)
    expect(await here.manager.importPolicy(document, seen)).toMatchObject({ changed: true })
    expect((await here.manager.rolesOf('cleo')).roles).toEqual(['clerk'])
    expect((await here.manager.rolesOf('ben')).roles).toEqual([])
  })

  it('is not made where the store cannot be read', async () => {
    let reads = 0
    const failing = (store: Store): Store => ({
      ...store,
      view: (id) => {
        if (id === 'cleo' && reads++ === 0) throw new Error('down')
        return store.view(id)
      },
    })
    const here = make(content, failing)
    const [document] = await edited(here, (all) => ({
      assignments: [...(all.assignments ?? []), { subject: 'cleo', role: 'eu' }],
    }))
    await expect(here.manager.planImport(document)).rejects.toMatchObject({
      code: 'TRILATCH_UNAVAILABLE',
      status: 503,
    })
  })
})
