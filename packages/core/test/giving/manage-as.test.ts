import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions } from '../../src/index.ts'
import type { Role } from '../../src/index.ts'
import { can } from '../../../../test/specification/specification.ts'
import type { World } from '../../../../test/specification/specification.ts'
import { forbid, grant } from '../authorizer/support.ts'
import { everything } from '../manage/support.ts'
import { administrators, assignments, interrupted, made, more, roles } from './support.ts'
import type { Made } from './support.ts'

type Manager = ReturnType<Made['as']>
type Case = readonly [what: string, write: (manager: Manager, made: Made) => Promise<unknown>]

const row = (...ids: string[]) => ({ provider: 'acme', group: 'acme/dev', roles: ids })

/** What dora, who has most of `project` and all of `trilatch`, may do. */
const accepted: readonly Case[] = [
  ['a role of what one holds', (m) => m.createRole({ id: 'new', rules: [grant('project.join')] })],
  ['a role that forbids', (m) => m.createRole({ id: 'new', rules: [forbid('*')] })],
  ['a rule less', async (m, { version }) => m.replaceRole('runner', { rules: [] }, await version('runner'))],
  ['an assignment', (m) => m.assign({ subject: 'ron', role: 'creator' })],
  ['an assignment within a scope', (m) => m.assign({ subject: 'ron', role: 'creator', scope: 'a.*' })],
  ['the end of an assignment', (m) => m.unassign({ subject: 'ron', role: 'runner' })],
  ['the end of a role', (m) => m.deleteRole('runner')],
  ['a mapping', async (m, { mappings }) => m.replaceMappings([row('creator')], await mappings())],
  ['a user', (m) => m.createUser({ id: 'nina' })],
  ['a user’s title', async (m, { user }) => m.updateUser('cleo', { title: 'Cleo' }, await user('cleo'))],
  ['a suspension', (m) => m.suspendUser('cleo')],
  ['the end of sessions', (m) => m.endSessions('cleo')],
  ['the end of a user', (m) => m.deleteUser('cleo')],
]

const theRole = administrators('the administrator role "admin"')
const theBoss = administrators('the administrator "boss"')

const refused: readonly (readonly [...Case, object])[] = [
  [
    'a role of more',
    (m) => m.createRole({ id: 'new', rules: [grant('job.run')] }),
    more('role "new"', 'job.run'),
  ],
  [
    'a role of all but what it forbids',
    (m) => m.createRole({ id: 'new', rules: [grant('project'), forbid('project.delete', 'core.secret.*')] }),
    more('role "new"', 'project.delete', 'core.'),
  ],
  [
    'a permission whose children one does not hold all',
    (m) => m.createRole({ id: 'new', rules: [grant('project')] }),
    more('role "new"', 'project.delete'),
  ],
  [
    'everything, though Trilatch’s own rights are held',
    (m) => m.createRole({ id: 'new', rules: [grant('*')] }),
    more('role "new"', '*'),
  ],
  [
    'a rule more',
    async (m, { version }) =>
      m.setRule('empty', { permission: 'job.run', state: 'granted', context: 'a.*' }, await version('empty')),
    more('role "empty"', 'job.run', 'a.'),
  ],
  [
    'the end of a rule that forbids, in the role one has',
    async (m, { version }) =>
      m.setRule(
        'deputy',
        { permission: 'project.delete', state: 'unspecified', context: 'core.*' },
        await version('deputy'),
      ),
    more('role "deputy"', 'project.delete'),
  ],
  [
    'a role that inherits more',
    (m) => m.createRole({ id: 'new', inherits: ['based'], rules: [] }),
    more('role "new"', 'job.run'),
  ],
  [
    'an inheritance, in a role that somebody has',
    async (m, { version }) =>
      m.replaceRole('creator', { inherits: ['runner'], rules: [] }, await version('creator')),
    more('role "creator"', 'job.run'),
  ],
  [
    'an assignment of more, to oneself',
    (m) => m.assign({ subject: 'dora', role: 'runner' }),
    more('role "runner"', 'job.run'),
  ],
  [
    'an assignment whose scope reaches into what is forbidden',
    (m) => m.assign({ subject: 'ron', role: 'remover', scope: '*x' }),
    more('role "remover"', 'project.delete', 'core.x'),
  ],
  [
    'a mapping to more',
    async (m, { mappings }) => m.replaceMappings([row('creator', 'runner')], await mappings()),
    more('the mapping of "acme/dev"', 'job.run'),
  ],
  [
    'a user who holds more: the title',
    async (m, { user }) => m.updateUser('ron', { title: 'Ron' }, await user('ron')),
    more('all that "ron" holds', 'job.run'),
  ],
  [
    'a user who holds more: a suspension',
    (m) => m.suspendUser('ron'),
    more('all that "ron" holds', 'job.run'),
  ],
  ['a user who holds more: sessions', (m) => m.endSessions('ron'), more('all that "ron" holds', 'job.run')],
  ['a user who holds more: removal', (m) => m.deleteUser('ron'), more('all that "ron" holds', 'job.run')],
  [
    'an administrator role',
    (m) => m.createRole({ id: 'admin2', administrator: true, rules: [] }),
    administrators('the administrator role "admin2"'),
  ],
  [
    'a role that becomes an administrator role',
    async (m, { version }) =>
      m.replaceRole('empty', { administrator: true, rules: [] }, await version('empty')),
    administrators('the administrator role "empty"'),
  ],
  ['the end of an administrator role', (m) => m.deleteRole('admin'), theRole],
  ['an administrator', (m) => m.assign({ subject: 'dora', role: 'admin' }), theRole],
  ['an administrator less', (m) => m.unassign({ subject: 'boss', role: 'admin' }), theRole],
  ['an administrator’s other roles', (m) => m.assign({ subject: 'boss', role: 'creator' }), theBoss],
  [
    'an administrator’s title',
    async (m, { user }) => m.updateUser('boss', { title: 'x' }, await user('boss')),
    theBoss,
  ],
  ['an administrator’s sessions', (m) => m.endSessions('boss'), theBoss],
  ['an administrator’s suspension', (m) => m.suspendUser('boss'), theBoss],
  ['an administrator’s removal', (m) => m.deleteUser('boss'), theBoss],
  [
    'a mapping to an administrator role',
    async (m, { mappings }) => m.replaceMappings([row('admin')], await mappings()),
    theRole,
  ],
  [
    'what a provider says',
    (m) => m.recordGroups('ron', 'acme', { status: 'complete', groups: [{ name: 'acme/dev' }] }),
    administrators('what a provider says'),
  ],
]
/** What gives nobody anything; whether somebody may do it at all is asked by who offers it. */
const harmless = new Set([
  'a role that forbids',
  'a rule less',
  'the end of an assignment',
  'the end of a role',
])

/** All of them, without what is said where they are refused. */
const all: readonly Case[] = [...accepted, ...refused.map(([what, write]): Case => [what, write])]

describe('Who is no administrator', () => {
  it.each(accepted)('may write %s', async (_what, write) => {
    const here = await made()
    await write(here.as({ id: 'dora' }), here)
  })

  it.each(refused)('may not write %s: nothing changes', async (_what, write, error) => {
    const here = await made()
    const before = await everything(here.store)
    await expect(write(here.as({ id: 'dora' }), here)).rejects.toMatchObject(error)
    expect(await everything(here.store)).toEqual(before)
  })

  it.each(all.filter(([what]) => !harmless.has(what)))(
    'who has nothing, or is suspended, may not write %s',
    async (_what, write) => {
      const here = await made()
      await expect(write(here.as({ id: 'nobody' }), here)).rejects.toMatchObject({ status: 403 })
      await expect(write(here.as({ id: 'dora', suspended: true }), here)).rejects.toMatchObject({
        status: 403,
      })
      await here.program.suspendUser('dora')
      await expect(write(here.as({ id: 'dora' }), here)).rejects.toMatchObject({ status: 403 })
    },
  )

  it('may give what the application vouches for, as long as it does', async () => {
    const here = await made()
    const run = { id: 'new', rules: [grant('job.run')] } as const
    await here.as({ id: 'dora', roles: ['runner'] }).createRole(run)
    await expect(here.as({ id: 'dora' }).createRole({ ...run, id: 'newer' })).rejects.toMatchObject(
      more('role "newer"', 'job.run'),
    )
  })

  it('has nothing to give in a session that has ended', async () => {
    const here = await made()
    const { epoch } = await here.program.beginSession('dora')
    await here.as({ id: 'dora', epoch }).assign({ subject: 'ron', role: 'creator' })
    await here.program.endSessions('dora')
    await expect(
      here.as({ id: 'dora', epoch }).assign({ subject: 'boss2', role: 'creator' }),
    ).rejects.toMatchObject({
      code: 'TRILATCH_MORE_THAN_HELD',
    })
  })

  it('is told where contexts overlap in too many ways to tell', async () => {
    const here = await made({
      roles: [...roles, { id: 'odd', rules: [grant('job.run', '*a???????????????')] }],
      assignments: [...assignments, { subject: 'odette', role: 'odd' }],
    })
    const odd = { id: 'new', rules: [grant('job.run', '*b??????????????')] } as const
    await expect(here.as({ id: 'odette' }).createRole(odd)).rejects.toMatchObject({
      code: 'TRILATCH_CANNOT_PROVE',
      status: 403,
      message:
        'Cannot give role "new": its contexts and yours overlap in too many ways to tell whether you hold all of it. Use simpler contexts, or ask an administrator',
    })
  })
})

describe('Where several applications share a store', () => {
  it('a right of another one is held by its own names, old ones too', async () => {
    const here = await made({
      roles: [...roles, { id: 'editor', rules: [grant('report'), forbid('report.delete')] }],
      assignments: [...assignments, { subject: 'eve', role: 'editor' }],
    })
    const reports = definePermissions({
      'report.view': 'View Report',
      'report.delete': { title: 'Delete Report', formerly: ['report.remove'] },
    })
    const other = createAuthorizer({
      permissions: reports,
      store: here.store,
      application: 'reports',
      newUserRoles: { created: ['creator'] },
    })
    await other.ready()
    const give = (id: string, permission: string) =>
      here.as({ id: 'eve' }).createRole({ id, rules: [grant(permission)] } as never)
    await give('viewer', 'report.view')
    await expect(give('eraser', 'report.delete')).rejects.toMatchObject(
      more('role "eraser"', 'report.delete'),
    )
    await expect(give('remover2', 'report.remove')).rejects.toMatchObject(
      more('role "remover2"', 'report.delete'),
    )
  })
})

describe('An administrator', () => {
  it.each(all)('may write %s', async (_what, write) => {
    const here = await made()
    // So that there is an administrator left.
    await here.program.createRole({ id: 'chief', administrator: true, rules: [] })
    await here.program.assign({ subject: 'chief', role: 'chief' })
    await write(here.as({ id: 'chief' }), here)
  })
})

describe('Giving in the name of somebody', () => {
  it('names somebody: anything else is refused when asked for', async () => {
    const { authorizer } = await made()
    const manage = authorizer.manage as (actor: string, options: unknown) => unknown
    const call = (options: unknown) => () => manage.call(authorizer, 'x', options)
    expect(call({ as: undefined })).toThrow(TypeError)
    expect(call({ as: null })).toThrow('`as` must be a subject with an id')
    expect(call({ like: { id: 'dora' } })).toThrow('Unknown option "like" of manage()')
  })

  it('is judged by what is there when it is written: a right that is lost meanwhile counts', async () => {
    const { authorizer, other, before } = await interrupted()
    before(() => other.unassign({ subject: 'dora', role: 'deputy' }))
    const write = authorizer
      .manage('dora', { as: { id: 'dora' } })
      .assign({ subject: 'ron', role: 'creator' })
    await expect(write).rejects.toMatchObject(more('role "creator"', 'project.create'))
    await other.assign({ subject: 'dora', role: 'deputy' })
    before(() => other.assign({ subject: 'ron', role: 'admin' }))
    const again = authorizer
      .manage('dora', { as: { id: 'dora' } })
      .assign({ subject: 'ron', role: 'creator' })
    await expect(again).rejects.toMatchObject(administrators('the administrator "ron"'))
  })
})

const nodes = [
  '*',
  'project',
  'project.join',
  'project.create',
  'project.delete',
  'job',
  'job.run',
  'trilatch',
]
const names = ['a', 'core.x', 'core.y', 'core.', 'x', 'b.x']
const people = ['dora', 'ron', 'cleo', 'nina']

/** Everything that each of them may do, by the specification. */
async function rightsOf({ program, store }: Made): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const all = (await program.roles()).map(({ role }) => role)
  const rights = new Map<string, ReadonlySet<string>>()
  for (const id of people) {
    const { subject } = await store.view(id)
    const held = (subject?.assignments ?? []).map((one) => ({ ...one }))
    const world = { nodes, roles: all, subject: { roles: held } } as World
    const may = nodes.flatMap((node) =>
      [[], ...names.map((name) => [name])].flatMap((resource) =>
        can(world, node, ...(resource as [string])) ? `${node} ${resource.join('')}` : [],
      ),
    )
    rights.set(id, new Set(may))
  }
  return rights
}

const ruleOf = fc.record({
  permission: fc.constantFrom('project', 'project.create', 'project.delete', 'job.run', '*', 'trilatch'),
  state: fc.constantFrom('granted' as const, 'forbidden' as const),
  context: fc.constantFrom('*', 'core.*', '*.x', 'core.x', 'a'),
})
const person = fc.constantFrom(...people)
const some = fc.constantFrom('deputy', 'creator', 'remover', 'runner', 'based', 'empty', 'new')
const step = fc.oneof(
  fc.record({
    kind: fc.constant('role' as const),
    by: person,
    id: some,
    rules: fc.array(ruleOf, { maxLength: 3 }),
    inherits: fc.array(some, { maxLength: 1 }),
  }),
  fc.record({
    kind: fc.constantFrom('assign' as const, 'unassign' as const),
    by: person,
    subject: person,
    role: some,
    scope: fc.constantFrom(undefined, 'core.*', '*.x'),
  }),
  fc.record({ kind: fc.constant('delete' as const), by: person, id: some }),
)

describe('After any writes of people who are no administrators', () => {
  it('nobody holds what neither they nor the writer held before', async () => {
    const met = { accepted: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
        const here = await made({
          assignments: [
            ...assignments,
            { subject: 'nina', role: 'runner' },
            { subject: 'nina', role: 'remover' },
          ],
        })
        for (const one of steps) {
          const before = await rightsOf(here)
          const manager = here.as({ id: one.by })
          try {
            if (one.kind === 'role') await putRole(here, manager, one)
            else if (one.kind === 'delete') await manager.deleteRole(one.id)
            else {
              const { subject, role, scope } = one
              await manager[one.kind]({ subject, role, ...(scope === undefined ? {} : { scope }) })
            }
          } catch (error) {
            if (!(error instanceof Error && 'status' in error)) throw error
            met.refused++
            continue
          }
          met.accepted++
          const own = before.get(one.by) as ReadonlySet<string>
          for (const [id, after] of await rightsOf(here)) {
            const gained = [...after].filter((right) => !before.get(id)?.has(right) && !own.has(right))
            if (gained.length > 0)
              expect.fail(`${one.by} gave ${id} ${gained.join(', ')}: ${JSON.stringify(one)}`)
          }
        }
      }),
      { numRuns: Number(process.env['TRILATCH_CASES'] ?? 60) },
    )
    expect(met.accepted).toBeGreaterThan(30)
    expect(met.refused).toBeGreaterThan(30)
  }, 120_000)
})

async function putRole(
  { program, version }: Made,
  manager: Manager,
  { id, rules, inherits }: { id: string; rules: readonly object[]; inherits: readonly string[] },
): Promise<void> {
  const content = { rules, inherits } as unknown as Omit<Role<never>, 'id'>
  const known = (await program.roles()).some(({ role }) => role.id === id)
  await (known ? manager.replaceRole(id, content, await version(id)) : manager.createRole({ id, ...content }))
}
