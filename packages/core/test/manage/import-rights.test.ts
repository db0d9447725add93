// Of whom the plan of an import tells, and whom it looks at.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { ImportPlan } from '../../src/index.ts'
import type { ManageContext } from '../../src/manage/context.ts'
import { importedRights } from '../../src/manage/imported-rights.ts'
import { importSteps } from '../../src/manage/plan-import.ts'
import { contentOf } from '../../src/manage/policy-content.ts'
import { grant, permissions } from '../authorizer/support.ts'
import { boss, content, edited, make, row, withoutRole, withRole } from './imports.ts'
import { roles } from './support.ts'

const toldOf = ({ rights }: ImportPlan): unknown => rights.items.map(({ subject }) => subject)
const rules = [grant('project')]

describe('Whose rights an import changes', () => {
  it('is told of who has a role that inherits one among others, over however many steps', async () => {
    const here = make({
      roles: [
        ...roles,
        // Before what they inherit, so that one look at the list does not find them.
        { id: 'far', inherits: ['near'], rules: [] },
        { id: 'near', inherits: ['runner', 'eu'], rules: [] },
        { id: 'apart', rules: [] },
      ],
      assignments: [
        boss,
        { subject: 'ann', role: 'far' },
        { subject: 'ben', role: 'near' },
        { subject: 'cleo', role: 'apart' },
      ],
    })
    const [document] = await edited(here, withRole('eu', { rules }))
    const plan = await here.manager.planImport(document)
    expect(toldOf(plan)).toEqual(['ann', 'ben'])
    expect(plan.rights).toStrictEqual({ items: plan.rights.items, scanned: 2, complete: true })
  })

  it('is told where a document does not say who has which role', async () => {
    const here = make({
      ...content,
      assignments: [boss, { subject: 'ann', role: 'runner' }, { subject: 'ben', role: 'runner' }],
    })
    await here.manager.assign({ subject: 'ben', role: 'eu' })
    const { document } = await here.manager.exportPolicy({ assignments: false })
    const without = { ...document, ...withoutRole('runner')(document) }
    const lost = { everywhere: true }
    expect((await here.manager.planImport(without)).rights.items).toMatchObject([
      { subject: 'ann', rights: [{ permission: 'job.run', lost }] },
      { subject: 'ben', rights: [{ permission: 'job.run', lost }] },
    ])
    const more = { ...document, ...withRole('eu', { rules })(document) }
    expect((await here.manager.planImport(more)).rights.items).toMatchObject([
      { subject: 'ben', rights: [{ permission: 'project', gained: { everywhere: true } }] },
    ])
  })

  it('is told of somebody who may do everything already and becomes an administrator', async () => {
    const all = { id: 'all', rules: [grant('*'), grant('trilatch')] }
    const here = make({ roles: [...roles, all], assignments: [boss, { subject: 'ann', role: 'all' }] })
    const [document] = await edited(here, ({ assignments = [] }) => ({
      assignments: [...assignments, { subject: 'ann', role: 'admin' }],
    }))
    expect((await here.manager.planImport(document)).rights.items).toEqual([
      { subject: 'ann', suspended: false, uncertain: false, administrator: 'gained', rights: [] },
    ])
  })

  it('is told of callers who are not signed in on the first page alone', async () => {
    const { store } = make()
    const settings = { permissions, store, anonymousRoles: ['eu'], application: 'open' }
    const manager = createAuthorizer(settings).manage('x')
    const [document] = await edited({ manager }, withRole('eu', { rules }))
    const first = await manager.planImport(document, { limit: 1 })
    expect([toldOf(first), first.rights.next]).toEqual([[null, 'ann'], 'ann'])
    const second = await manager.planImport(document, { limit: 1, after: 'ann' })
    expect(second.rights).toStrictEqual({ items: second.rights.items, scanned: 1, complete: true })
    expect(toldOf(second)).toEqual(['ben'])
  })
})

describe('Who is looked at', () => {
  const users = ['ann', 'ben', 'cleo', 'dan']
  async function withUsers(given: Parameters<typeof make>[0], wrap?: Parameters<typeof make>[1]) {
    const here = make(given, wrap)
    for (const id of users) await here.manager.createUser({ id })
    return here
  }

  it.each([
    ['who has it, where no group leads to it', [row('acme/dev', 'runner')], 1],
    ['every user, where one group of several does', [row('acme/dev', 'runner'), row('acme/ops', 'eu')], 4],
    ['every user, where a group leads to it and to others', [row('acme/dev', 'runner', 'eu')], 4],
  ])('for a role that changes is %s', async (_, mappings, scanned) => {
    const here = await withUsers({ assignments: [boss, { subject: 'ben', role: 'eu' }], mappings })
    const [document] = await edited(here, withRole('eu', { rules }))
    const plan = await here.manager.planImport(document)
    expect([plan.rights.scanned, toldOf(plan)]).toEqual([scanned, ['ben']])
  })

  it('is nobody for roles that nobody has, and every user for other mapping rows', async () => {
    const here = await withUsers({ mappings: [row('acme/dev', 'eu')] })
    await here.manager.recordGroups('dan', 'acme', { status: 'complete', groups: [{ name: 'acme/dev' }] })
    const [document] = await edited(here, () => ({ mappings: [] }))
    const plan = await here.manager.planImport(document)
    expect([plan.rights.scanned, toldOf(plan)]).toEqual([4, ['dan']])
    const [other] = await edited(here, withRole('runner', { rules }))
    expect((await here.manager.planImport(other)).rights.scanned).toBe(0)
  })

  it('is not passed over where a store gives short pages', async () => {
    const zoe = { subject: 'aa', role: 'eu' }
    const here = await withUsers({ assignments: [boss, zoe, { ...zoe, subject: 'zoe' }] }, (store) => ({
      ...store,
      users: (query) => store.users({ ...query, limit: 1 }),
    }))
    const groups = [{ name: 'acme/dev' }]
    for (const id of users) await here.manager.recordGroups(id, 'acme', { status: 'complete', groups })
    const [document] = await edited(here, () => ({
      mappings: [row('acme/dev', 'runner')],
      assignments: [boss],
    }))
    const found: unknown[] = []
    for (let after: string | undefined; ;) {
      const plan = await here.manager.planImport(document, after === undefined ? {} : { after })
      found.push(toldOf(plan))
      after = plan.rights.next
      if (after === undefined) break
    }
    expect(found).toEqual([['aa', 'ann'], ['ben'], ['cleo'], ['dan', 'zoe']])
  })
})

describe('A page', () => {
  /** Where three people have a role that changes: the first page, if comparing somebody's rights takes so many steps. */
  async function pageOf(workOf: (subject: string | null) => number) {
    const subjects = ['ann', 'ben', 'cleo']
    const store = memoryStore({ roles, assignments: subjects.map((subject) => ({ subject, role: 'eu' })) })
    const { policy } = await store.view(null)
    const lists = { newUserRoles: {}, anonymousRoles: [], allowFullAccess: false }
    const state = { policy, permissions, known: permissions, lists, providers: new Map() }
    const context: ManageContext = {
      store,
      actor: 'boss',
      state: async () => state,
      ruleState: async () => state,
      givenIn: () => [],
      rights: async () => (subject) => ({
        changes: { rights: [], uncertain: true },
        work: workOf(subject),
      }),
    }
    const now = contentOf(policy, undefined)
    const { published } = await store.applications()
    const changed = roles.map((role) => (role.id === 'eu' ? { ...role, rules } : role))
    const steps = importSteps(state, { format: 1, ...now, roles: changed }, now, published)
    const page = await importedRights(context, state, steps, undefined, { limit: 200 })
    return [page.items.map(({ subject }) => subject), page.next]
  }

  it('has its first subject, whatever callers who are not signed in have cost', async () => {
    expect(await pageOf((subject) => (subject === null ? 10_000_001 : 0))).toEqual([[null, 'ann'], 'ann'])
  })

  it('ends when ten million steps are over, and not just then', async () => {
    const first = (work: number) => (subject: string | null) => (subject === 'ann' ? work : 0)
    expect(await pageOf(first(10_000_001))).toEqual([[null, 'ann'], 'ann'])
    expect(await pageOf(first(10_000_000))).toEqual([[null, 'ann', 'ben', 'cleo'], undefined])
    const each = await pageOf((subject) => (subject === null ? 0 : 5_000_001))
    expect(each).toEqual([[null, 'ann', 'ben'], 'ben'])
  })
})
