// The tree of a role as the Permissions dialog shows it.
import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { RoleTree, RoleTreeSearch } from '../../src/index.ts'
import { forbid, grant, permissions } from './support.ts'

const authorizer = createAuthorizer({
  permissions,
  roles: [
    {
      id: 'a',
      title: 'Role A',
      inherits: ['c', 'b'],
      rules: [
        grant('project'),
        forbid('project.delete'),
        grant('job', 'sales.*'),
        forbid('job.run', 'sales.x'),
      ],
    },
    { id: 'b', inherits: ['d'], rules: [grant('job')] },
    { id: 'c', rules: [] },
    { id: 'd', inherits: ['c'], rules: [] },
    { id: 'bare', rules: [] },
  ],
})
const tree = (search?: RoleTreeSearch, role = 'a'): Promise<RoleTree> => authorizer.roleTree(role, search)
const names = async (search: RoleTreeSearch): Promise<string[]> =>
  (await tree(search)).rows.map(({ permission }) => permission)
const row = async (permission: string, role = 'a') =>
  (await tree({}, role)).rows.find((found) => found.permission === permission)

describe('The tree of a role', () => {
  it('has a row for every node, in the order of the catalogue', async () => {
    expect(await names({})).toEqual(permissions.nodes.map(({ name }) => name))
    expect(await row('project.delete')).toMatchObject({
      title: 'Delete Project',
      path: 'Project › Delete Project',
      depth: 2,
    })
  })

  it.each([
    ['its own rule', 'project', 'granted', 'forbidden', 'granted'],
    ['its own rule against the ancestor', 'project.delete', 'forbidden', 'granted', 'forbidden'],
    ["the nearest ancestor's rule", 'project.join', 'unspecified', 'granted', 'granted'],
    ['no rule at all', '*', 'unspecified', 'forbidden', 'forbidden'],
    ['only a rule with a context', 'job', 'unspecified', 'forbidden', 'forbidden'],
    ['the reserved tree', 'trilatch.roles', 'unspecified', 'forbidden', 'forbidden'],
  ])(
    'shows State, Expected State and effective state: %s',
    async (_, permission, state, expected, effective) => {
      expect(await row(permission)).toMatchObject({ state, expected, effective })
    },
  )

  it('expects Forbidden everywhere of a role without rules', async () => {
    for (const found of (await tree({}, 'bare')).rows)
      expect(found).toMatchObject({ state: 'unspecified', expected: 'forbidden', contexts: [] })
  })

  it('shows contexts as rows beneath their node, expecting what the node says', async () => {
    expect((await row('job'))?.contexts).toEqual([
      { context: 'sales.*', state: 'granted', expected: 'forbidden' },
    ])
    expect((await row('job.run'))?.contexts).toEqual([
      { context: 'sales.x', state: 'forbidden', expected: 'forbidden' },
    ])
    expect((await row('project'))?.contexts).toEqual([])
  })

  it('shows inherited roles beside it, all of them, and not in its rows', async () => {
    expect(await tree()).toMatchObject({ role: 'a', title: 'Role A', inherits: ['b', 'c', 'd'] })
    expect(await row('job.run')).toMatchObject({ effective: 'forbidden' })
  })

  it('is frozen to the bottom', async () => {
    const found = await tree()
    const parts = [
      found,
      found.inherits,
      found.rows,
      ...found.rows,
      ...found.rows.flatMap((r) => [r.contexts, ...r.contexts]),
    ]
    expect(parts.every((part) => Object.isFrozen(part))).toBe(true)
  })

  it('is refused for a role that does not exist', async () => {
    await expect(authorizer.roleTree('__proto__')).rejects.toMatchObject({
      code: 'TRILATCH_ROLE_UNKNOWN',
      message: 'There is no role "__proto__"',
      status: 404,
    })
  })

  it('shows what was just written', async () => {
    const manager = authorizer.manage('boss')
    const { version } = await manager.role('bare')
    await manager.setRule('bare', { permission: 'job', state: 'granted' }, { version })
    expect(await row('job.run', 'bare')).toMatchObject({ state: 'unspecified', expected: 'granted' })
    const after = await manager.role('bare')
    await manager.setRule('bare', { permission: 'job', state: 'unspecified' }, after)
    expect(await row('job', 'bare')).toMatchObject({ state: 'unspecified' })
  })
})

describe('Search in the tree', () => {
  it.each([
    ['a title in any case', { name: 'dELETE pro' }, ['*', 'project', 'project.delete']],
    ['a dotted name', { name: 'job.r' }, ['*', 'job', 'job.run']],
    ['the path of titles', { name: 'job › run' }, ['*', 'job', 'job.run']],
    ['nothing that is there', { name: 'zzz' }, []],
    ['an ancestor, which does not bring its children', { name: 'everything' }, ['*']],
    ['State', { state: 'forbidden' }, ['*', 'project', 'project.delete', 'job', 'job.run']],
    ["State of a context's row", { name: 'job', state: 'granted' }, ['*', 'job']],
    [
      'Expected State',
      { expected: 'granted' },
      ['*', 'project', 'project.join', 'project.create', 'project.delete'],
    ],
    [
      'all that is given',
      { name: 'project', state: 'unspecified', expected: 'granted' },
      ['*', 'project', 'project.join', 'project.create'],
    ],
    ['all that is given in one column', { state: 'granted', expected: 'granted' }, []],
  ] as const)('finds %s and keeps the ancestors', async (_, search, expected) => {
    expect(await names(search)).toEqual(expected)
  })
})
