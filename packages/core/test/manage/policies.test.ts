import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions } from '../../src/index.ts'
import type { ImportPlan, MemoryStoreContent, WrittenDocument } from '../../src/index.ts'
import { forbid, grant, permissions, storeShowing } from '../authorizer/support.ts'
import { boss, content, edited, make, row, withoutRole, withRole } from './imports.ts'
import { conflict, everything, lastAdministrator, roles } from './support.ts'

describe('The exported policy', () => {
  it('is a document of roles, assignments with and without scopes, and mapping rows, in a fixed order', async () => {
    const { manager } = make()
    expect(await manager.exportPolicy()).toEqual({
      version: expect.stringMatching(/^whole-[\w-]{43}$/) as string,
      document: {
        format: 1,
        roles: [
          { id: 'admin', administrator: true, rules: [] },
          { id: 'clerk', inherits: ['eu'], rules: [grant('project.join')] },
          { id: 'eu', rules: [grant('job.run', 'eu.*')] },
          { id: 'runner', title: 'Runner', rules: [grant('job.run')] },
        ],
        assignments: [
          { subject: 'ann', role: 'eu' },
          { subject: 'ann', role: 'runner', scope: 'us.*' },
          { subject: 'ben', role: 'clerk' },
          boss,
        ],
        mappings: [row('acme/dev', 'eu')],
      },
    })
  })

  it('has the version of its content: another when that changes, the same when it comes back', async () => {
    const { manager } = make()
    const versionNow = async () => (await manager.exportPolicy()).version
    const first = await versionNow()
    await manager.assign({ subject: 'ben', role: 'eu', scope: 'x' })
    const second = await versionNow()
    await manager.unassign({ subject: 'ben', role: 'eu', scope: 'x' })
    expect([second === first, (await versionNow()) === first]).toEqual([false, true])
  })

  it('leaves out who has which role where that is wanted, with a version of its own', async () => {
    const { manager } = make()
    const { document, version } = await manager.exportPolicy({ assignments: false })
    expect(document).not.toHaveProperty('assignments')
    expect(version).toMatch(/^policy-/)
    await expect(manager.exportPolicy({ assignment: false } as never)).rejects.toThrow(
      'Unknown option "assignment"',
    )
  })

  it('is refused, and nothing is left out of it silently, beyond 10,000 assignments', async () => {
    const many = Array.from({ length: 10_001 }, (_, i) => ({ subject: `s${i}`, role: 'eu' }))
    const { manager } = make({ roles, assignments: [boss, ...many] })
    await expect(manager.exportPolicy()).rejects.toMatchObject({
      code: 'TRILATCH_OPTION_INVALID',
      status: 422,
    })
    expect((await manager.exportPolicy({ assignments: false })).document.roles).toHaveLength(3)
  })
})

describe('Importing a policy', () => {
  it('changes nothing when it is what is there', async () => {
    const { manager, store } = make()
    const { document, version } = await manager.exportPolicy()
    const before = await everything(store)
    expect(await manager.importPolicy(document, { version })).toEqual({ version, changed: false })
    expect(await manager.planImport(document)).toMatchObject({
      version,
      changed: false,
      rights: { items: [], scanned: 0 },
    })
    expect(await everything(store)).toEqual(before)
  })

  it('puts a document in the place of all, with one line in the trail, and restores what was exported', async () => {
    const { manager, store, authorizer } = make()
    const before = await manager.exportPolicy()
    const document: WrittenDocument = {
      format: 1,
      roles: [
        roles[0],
        { id: 'runner', rules: [grant('project.join'), forbid('job')] },
        { id: 'new', rules: [] },
      ],
      assignments: [boss, { subject: 'cleo', role: 'runner' }, { subject: 'ann', role: 'new', scope: 'x.*' }],
      mappings: [],
    }
    const trail = (await store.audit({ limit: 200 })).items.length
    const written = await manager.importPolicy(document, before)
    expect(written).toEqual({ version: (await manager.exportPolicy()).version, changed: true })
    expect((await manager.exportPolicy()).document).toMatchObject({
      roles: [roles[0], { id: 'new' }, { id: 'runner' }],
      assignments: [{ subject: 'ann', role: 'new', scope: 'x.*' }, boss, { subject: 'cleo', role: 'runner' }],
      mappings: [],
    })
    expect((await authorizer.access({ id: 'cleo' })).can('project.join')).toBe(true)
    const { items } = await store.audit({ limit: 200 })
    expect(items).toHaveLength(trail + 1)
    expect(items[0]).toMatchObject({ action: 'policy.import', actor: 'boss', target: 'policy' })
    const back = await manager.importPolicy(before.document, written)
    expect(back).toEqual({ version: before.version, changed: true })
    expect(await manager.exportPolicy()).toEqual(before)
  })

  it('is refused when what is there is not what was seen', async () => {
    const here = make()
    const [document, seen] = await edited(here, withRole('eu', { title: 'Europe' }))
    await here.manager.assign({ subject: 'ben', role: 'eu', scope: 'x' })
    const before = await everything(here.store)
    await expect(here.manager.importPolicy(document, seen)).rejects.toMatchObject(conflict('the policy'))
    await expect(here.manager.importPolicy(document, undefined as never)).rejects.toThrow('pass { version }')
    expect(await everything(here.store)).toEqual(before)
  })

  it('checks all of a document before anything is written, and tells all that is wrong', async () => {
    const here = make()
    const [document, seen] = await edited(here, () => ({
      roles: [
        roles[0],
        { id: 'eu', inherits: ['ghost'], rules: [grant('job.runn'), grant('job.run', 'a//b')] },
        { id: 'eu', rules: [] },
      ],
      assignments: [boss, { subject: 'ann', role: 'nobody' }, { subject: 'ann', role: 'admin', scope: 'x' }],
      mappings: [row('*', 'admin')],
    }))
    const before = await everything(here.store)
    for (const run of [
      () => here.manager.importPolicy(document, seen),
      () => here.manager.planImport(document),
    ])
      await expect(run()).rejects.toMatchObject({
        status: 422,
        issues: [
          { path: ['roles', 1, 'rules', 0, 'permission'] },
          { path: ['roles', 1, 'rules', 1, 'context'] },
          { path: ['roles', 1, 'inherits', 0] },
          { path: ['roles', 2, 'id'] },
          { path: ['roles', 2, 'title'] },
          { path: ['assignments', 1, 'role'] },
          { path: ['assignments', 2, 'scope'] },
          { path: ['mappings', 0] },
        ]
          .map((issue) => expect.objectContaining(issue) as object)
          .toSorted(),
      })
    await expect(here.manager.importPolicy({ ...document, extra: 1 } as never, seen)).rejects.toThrow(
      'extra: unknown key',
    )
    await expect(here.manager.importPolicy('roles: []' as never, seen)).rejects.toMatchObject({ status: 422 })
    expect(await everything(here.store)).toEqual(before)
  })

  it('leaves alone what a document leaves out, less what belonged to roles that are gone', async () => {
    const here = make()
    const { roles: all } = (await here.manager.exportPolicy()).document
    const document: WrittenDocument = {
      format: 1,
      roles: all.filter(({ id }) => id !== 'eu' && id !== 'clerk'),
    }
    const plan = await here.manager.planImport(document)
    expect(plan.version).toMatch(/^policy-/)
    expect(plan.assignments.removed).toEqual({
      items: [
        { subject: 'ann', role: 'eu' },
        { subject: 'ben', role: 'clerk' },
      ],
      total: 2,
    })
    expect(plan.mappings.removed).toEqual({ items: [row('acme/dev', 'eu')], total: 1 })
    await here.manager.importPolicy(document, plan)
    expect((await here.manager.exportPolicy()).document).toMatchObject({
      assignments: [{ subject: 'ann', role: 'runner', scope: 'us.*' }, boss],
      mappings: [],
    })
  })

  it.each<readonly [string, (document: WrittenDocument) => Partial<WrittenDocument>]>([
    ['the role', withoutRole('admin')],
    ['its mark', withRole('admin', { administrator: false })],
    [
      'who has it',
      ({ assignments = [] }) => ({ assignments: assignments.filter(({ role }) => role !== 'admin') }),
    ],
    ['all roles', () => ({ roles: [], assignments: [], mappings: [] })],
  ])('does not take the last administrator away, by taking %s', async (_, change) => {
    const here = make()
    const [document, seen] = await edited(here, (all) => {
      const next = { ...all, ...change(all) }
      const kept = new Set(next.roles.map(({ id }) => id))
      return { ...next, assignments: next.assignments?.filter(({ role }) => kept.has(role)) ?? [] }
    })
    const before = await everything(here.store)
    await expect(here.manager.importPolicy(document, seen)).rejects.toMatchObject(
      lastAdministrator('policy.import'),
    )
    expect(await everything(here.store)).toEqual(before)
  })

  it('does not remove a role that the application names', async () => {
    const { store } = make()
    const manager = createAuthorizer({ permissions, store, anonymousRoles: ['runner'] }).manage('boss')
    const [document, seen] = await edited({ manager }, (all) => ({
      ...withoutRole('runner')(all),
      assignments: [boss],
    }))
    await expect(manager.importPolicy(document, seen)).rejects.toMatchObject({ code: 'TRILATCH_ROLE_IN_USE' })
  })

  it('is done in one write or refused: not of more than 1,000 assignments or roles', async () => {
    const here = make()
    const many = Array.from({ length: 1_001 }, (_, i) => ({ subject: `s${i}`, role: 'eu' }))
    const [document, seen] = await edited(here, () => ({ assignments: [boss, ...many] }))
    const error = {
      code: 'TRILATCH_OPTION_INVALID',
      status: 422,
      message:
        'Cannot import this in one write: it changes 1004 assignments, at most 1000. Import it in parts: each document has to be a whole policy that changes less',
    }
    await expect(here.manager.importPolicy(document, seen)).rejects.toMatchObject(error)
    expect((await here.manager.planImport(document)).refusal).toEqual({
      code: error.code,
      status: 422,
      message: error.message,
    })
    const roleList = Array.from({ length: 1_001 }, (_, i) => ({ id: `r${i}`, rules: [] }))
    const [other] = await edited(here, ({ roles: all }) => ({ roles: [...all, ...roleList] }))
    await expect(here.manager.importPolicy(other, seen)).rejects.toMatchObject({
      message: expect.stringContaining('it changes 1001 roles, at most 1000') as string,
    })
    const long = {
      id: 'long',
      description: 'x',
      rules: Array.from({ length: 40_000 }, () => grant('job.run')),
    }
    const [third] = await edited(here, ({ roles: all }) => ({ roles: [...all, long] }))
    await expect(here.manager.importPolicy(third, seen)).rejects.toMatchObject({
      message: expect.stringMatching(/it writes \d+ characters, at most 1000000/) as string,
    })
  })

  it('keeps rules of permissions that nobody knows, and takes in no others', async () => {
    const odd = { id: 'odd', rules: [forbid('gone.by'), grant('job.run')] }
    const { store } = make({ roles: [...roles, odd], assignments: [boss] })
    const manager = createAuthorizer({ permissions, store }).manage('boss')
    const [document, seen] = await edited({ manager }, withRole('odd', { rules: [grant('project')] }))
    const { version } = await manager.importPolicy(document, seen)
    expect((await manager.role('odd')).role.rules).toEqual([grant('project'), forbid('gone.by')])
    const [other] = await edited({ manager }, withRole('eu', { rules: [forbid('gone.by')] }))
    await expect(manager.importPolicy(other, { version })).rejects.toMatchObject({
      code: 'TRILATCH_PERMISSION_UNKNOWN',
    })
  })

  it('takes rules of other applications as they are in the document', async () => {
    const { store, manager } = make()
    const reports = definePermissions({ 'report.view': 'View Report' })
    await createAuthorizer({ permissions: reports, store, application: 'reports' }).ready()
    const [document, seen] = await edited({ manager }, withRole('eu', { rules: [grant('report.view')] }))
    const { version } = await manager.importPolicy(document, seen)
    expect((await manager.role('eu')).role.rules).toEqual([grant('report.view')])
    const [other] = await edited({ manager }, withRole('eu', { rules: [] }))
    await manager.importPolicy(other, { version })
    expect((await manager.role('eu')).role.rules).toEqual([])
  })
})

describe('In the name of somebody who is no administrator, an import', () => {
  const deputies: MemoryStoreContent = {
    roles: [
      ...roles,
      { id: 'deputy', rules: [grant('project'), grant('trilatch')] },
      { id: 'other', rules: [] },
    ],
    assignments: [boss, { subject: 'dora', role: 'deputy' }],
  }

  it('gives what they hold', async () => {
    const here = make(deputies)
    const [document, seen] = await edited(here, (all) => ({
      ...withRole('other', { rules: [grant('project.join', 'a.*')] })(all),
      assignments: [...(all.assignments ?? []), { subject: 'cleo', role: 'other' }],
      mappings: [row('acme/dev', 'other')],
    }))
    expect((await here.as('dora').planImport(document)).refusal).toBeUndefined()
    await here.as('dora').importPolicy(document, seen)
    expect((await here.authorizer.access({ id: 'cleo' })).can('project.join', 'a.b')).toBe(true)
  })

  it.each<readonly [string, (document: WrittenDocument) => Partial<WrittenDocument>, string]>([
    ['a rule of more', withRole('other', { rules: [grant('job.run')] }), 'TRILATCH_MORE_THAN_HELD'],
    [
      'a role of more, and who has it',
      (all) => ({
        roles: [...all.roles, { id: 'new', rules: [grant('job')] }],
        assignments: [...(all.assignments ?? []), { subject: 'dora', role: 'new' }],
      }),
      'TRILATCH_MORE_THAN_HELD',
    ],
    [
      'an assignment of more',
      (all) => ({ assignments: [...(all.assignments ?? []), { subject: 'dora', role: 'runner' }] }),
      'TRILATCH_MORE_THAN_HELD',
    ],
    ['a mapping to more', () => ({ mappings: [row('acme/dev', 'runner')] }), 'TRILATCH_MORE_THAN_HELD'],
    [
      'an administrator',
      (all) => ({ assignments: [...(all.assignments ?? []), { subject: 'dora', role: 'admin' }] }),
      'TRILATCH_ADMINISTRATOR_REQUIRED',
    ],
    ['an administrator role', withRole('other', { administrator: true }), 'TRILATCH_ADMINISTRATOR_REQUIRED'],
    [
      'another text of an administrator role',
      withRole('admin', { title: 'x' }),
      'TRILATCH_ADMINISTRATOR_REQUIRED',
    ],
    [
      'a role of an administrator away',
      (all) => ({ assignments: [...(all.assignments ?? []), { subject: 'boss', role: 'other' }] }),
      'TRILATCH_ADMINISTRATOR_REQUIRED',
    ],
  ])('does not give %s; the plan says so', async (_, change, code) => {
    const here = make(deputies)
    const [document, seen] = await edited(here, change)
    const before = await everything(here.store)
    expect((await here.as('dora').planImport(document)).refusal).toMatchObject({ code, status: 403 })
    await expect(here.as('dora').importPolicy(document, seen)).rejects.toMatchObject({ code, status: 403 })
    expect(await everything(here.store)).toEqual(before)
    expect((await here.manager.planImport(document)).refusal).toBeUndefined()
  })
})

const rightsOf = ({ rights }: ImportPlan): unknown => rights.items

describe('The plan of an import', () => {
  it('says which roles, rules, assignments and mapping rows change', async () => {
    const here = make()
    const [document] = await edited(here, (all) => ({
      roles: [
        ...all.roles.flatMap((role) =>
          role.id === 'runner'
            ? []
            : role.id === 'eu'
              ? { ...role, title: 'Europe', rules: [grant('job.run', 'de.*')] }
              : role,
        ),
        { id: 'new', rules: [grant('project')] },
      ],
      assignments: (all.assignments ?? []).filter(({ role }) => role !== 'runner'),
      mappings: [row('acme/ops', 'new')],
    }))
    expect(await here.manager.planImport(document)).toMatchObject({
      changed: true,
      roles: {
        total: 3,
        items: [
          {
            id: 'eu',
            change: 'changed',
            rulesAdded: [grant('job.run', 'de.*')],
            rulesRemoved: [grant('job.run', 'eu.*')],
            fields: ['title'],
          },
          { id: 'new', change: 'created', rulesAdded: [grant('project')], rulesRemoved: [], fields: [] },
          { id: 'runner', change: 'removed', rulesAdded: [], rulesRemoved: [grant('job.run')], fields: [] },
        ],
      },
      assignments: {
        added: { items: [], total: 0 },
        removed: { items: [{ subject: 'ann', role: 'runner', scope: 'us.*' }], total: 1 },
      },
      mappings: {
        added: { items: [row('acme/ops', 'new')], total: 1 },
        removed: { items: [row('acme/dev', 'eu')], total: 1 },
      },
    })
  })

  it('says whose rights change and how: by assignment, by inheritance and by groups', async () => {
    const here = make()
    await here.manager.createUser({ id: 'gil' })
    await here.manager.recordGroups('gil', 'acme', { status: 'complete', groups: [{ name: 'acme/dev' }] })
    const [document] = await edited(here, withRole('eu', { rules: [grant('job.run', 'de.*')] }))
    const change = {
      suspended: false,
      uncertain: false,
      rights: [
        {
          permission: 'job.run',
          gained: { everywhere: false, contexts: ['de.*'], names: ['de.'] },
          lost: { everywhere: false, contexts: ['eu.*'], names: ['eu.'] },
        },
      ],
    }
    expect(rightsOf(await here.manager.planImport(document))).toEqual([
      { subject: 'ann', ...change },
      { subject: 'ben', ...change },
      { subject: 'gil', ...change },
    ])
  })

  it('says who becomes an administrator, and who stops being one', async () => {
    const here = make()
    const [document] = await edited(here, () => ({ assignments: [{ subject: 'ann', role: 'admin' }] }))
    const all = { everywhere: true, contexts: [] }
    expect(rightsOf(await here.manager.planImport(document))).toMatchObject([
      {
        subject: 'ann',
        administrator: 'gained',
        rights: [
          { permission: '*', gained: all },
          { permission: 'job.run', gained: all },
          { permission: 'trilatch', gained: all },
        ],
      },
      { subject: 'ben', rights: [{ permission: 'project.join', lost: all }, { permission: 'job.run' }] },
      {
        subject: 'boss',
        administrator: 'lost',
        rights: [
          { permission: '*', lost: all },
          { permission: 'trilatch', lost: all },
        ],
      },
    ])
  })

  it('tells a permission that stays below one that changes', async () => {
    const here = make({
      roles: [...roles, { id: 'most', rules: [forbid('project.delete')] }],
      assignments: [boss, { subject: 'ann', role: 'most' }],
    })
    const [document] = await edited(
      here,
      withRole('most', { rules: [grant('project'), forbid('project.delete')] }),
    )
    expect(rightsOf(await here.manager.planImport(document))).toMatchObject([
      {
        subject: 'ann',
        rights: [{ permission: 'project', gained: { everywhere: true } }, { permission: 'project.delete' }],
      },
    ])
  })

  it('tells of callers who are not signed in, and marks who is suspended', async () => {
    const { store, manager } = make()
    await manager.createUser({ id: 'ann' })
    await manager.suspendUser('ann')
    const other = createAuthorizer({
      permissions,
      store,
      anonymousRoles: ['eu'],
      application: 'open',
    }).manage('x')
    const [document] = await edited({ manager }, withRole('eu', { rules: [grant('job')] }))
    expect(rightsOf(await other.planImport(document))).toMatchObject([
      { subject: null, suspended: false },
      { subject: 'ann', suspended: true },
      { subject: 'ben', suspended: false },
    ])
  })

  it('comes in pages that leave nobody out and name nobody twice', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `s${String(i).padStart(2, '0')}`)
    const here = make({
      ...content,
      assignments: [boss, ...ids.filter((_, i) => i % 2 === 0).map((subject) => ({ subject, role: 'eu' }))],
    })
    // Half of them are users with a group, and some are both.
    for (const [i, id] of ids.entries()) {
      if (i % 3 === 0) continue
      await here.manager.createUser({ id })
      await here.manager.recordGroups(id, 'acme', { status: 'complete', groups: [{ name: 'acme/dev' }] })
    }
    const [document] = await edited(here, withRole('eu', { rules: [] }))
    for (const limit of [1, 4, 7, 200]) {
      const found: (string | null)[] = []
      for (let after: string | undefined; ;) {
        const { rights } = await here.manager.planImport(document, {
          limit,
          ...(after === undefined ? {} : { after }),
        })
        expect(rights.scanned).toBeLessThanOrEqual(limit)
        expect(rights.complete).toBe(true)
        found.push(...rights.items.map(({ subject }) => subject))
        if (rights.next === undefined) break
        after = rights.next
      }
      expect(found).toEqual(ids.filter((_, i) => i % 2 === 0 || i % 3 !== 0))
    }
  })

  it('says that contexts overlap in too many ways to tell', async () => {
    const here = make({
      ...content,
      roles: [...roles, { id: 'clerk', rules: [grant('job.run', '*a???????????????')] }],
    })
    const [document] = await edited(
      here,
      withRole('clerk', { rules: [grant('job.run', '*b??????????????')] }),
    )
    expect(rightsOf(await here.manager.planImport(document))).toMatchObject([
      { subject: 'ben', uncertain: true },
    ])
  })

  it('says so where more have a role than are looked at', async () => {
    const many = Array.from({ length: 10_001 }, (_, i) => ({ subject: `s${i}`, role: 'eu' }))
    const here = make({ roles, assignments: [boss, ...many] })
    await here.manager.createUser({ id: 's7' })
    const { document } = await here.manager.exportPolicy({ assignments: false })
    const plan = await here.manager.planImport({ ...document, ...withRole('eu', { rules: [] })(document) })
    expect(plan.rights).toMatchObject({ complete: false, scanned: 1, items: [{ subject: 's7' }] })
  })

  it('shows at most 1,000 of each list, and counts all', async () => {
    const here = make()
    const roleList = Array.from({ length: 1_200 }, (_, i) => ({ id: `r${i}`, rules: [] }))
    const [document] = await edited(here, ({ roles: all }) => ({ roles: [...all, ...roleList] }))
    const plan = await here.manager.planImport(document)
    expect([plan.roles.items.length, plan.roles.total]).toEqual([1_000, 1_200])
  })
})

it('A policy that holds what no write would accept is exported, and imported as it is', async () => {
  const odd = {
    id: 'odd',
    rules: [{ permission: 'gone', state: 'granted' as const }, grant('job.run', 'a//b')],
  }
  const manager = createAuthorizer({ permissions, store: storeShowing([roles[0], odd]) }).manage('x')
  const { document, version } = await manager.exportPolicy({ assignments: false })
  expect(await manager.importPolicy(document, { version })).toEqual({ version, changed: false })
})

it('A plan that costs much ends its page early, lets others have their turn, and goes on', async () => {
  const ids = Array.from({ length: 14 }, (_, i) => `s${String(i).padStart(2, '0')}`)
  // Each has another scope, so that nothing that is found for one will do for another.
  const assignments = [
    boss,
    ...ids.map((subject, i) => ({ subject, role: 'clerk', scope: `*${'?'.repeat(9)}${i}` })),
  ]
  const here = make({
    roles: [...roles, { id: 'clerk', rules: [grant('job.run', '*a???????')] }],
    assignments,
  })
  const [document] = await edited(here, withRole('clerk', { rules: [grant('job.run', '*b???????')] }))
  let turns = 0
  const others = setInterval(() => turns++, 1)
  const found: (string | null)[] = []
  let pages = 0
  for (let after: string | undefined; ; pages++) {
    const { rights } = await here.manager.planImport(document, {
      limit: 200,
      ...(after === undefined ? {} : { after }),
    })
    found.push(...rights.items.map(({ subject }) => subject))
    if (rights.next === undefined) break
    after = rights.next
  }
  clearInterval(others)
  expect(found).toEqual(ids)
  expect(pages).toBeGreaterThan(0)
  expect(turns).toBeGreaterThan(pages)
})
