import { describe, expect, test } from 'vitest'
import { createAuthorizer, defaultRoles, definePermissions, levels } from '../../src/index.ts'

const permissions = definePermissions({
  'project.view': { title: 'View Project', level: 'view' },
  'project.comment': { title: 'Comment', level: 'comment' },
  'project.job.run': { title: 'Run Job', level: 'run' },
  'project.job.schedule': { title: 'Schedule Job', level: 'schedule' },
  'project.edit': { title: 'Edit Project', level: 'edit' },
  'project.delete': { title: 'Delete Project', level: 'delete' },
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
  'design.delete': { title: 'Delete Design', level: 'delete' },
  'design.export': 'Export Design',
})
const roles = defaultRoles(permissions)
const authorizer = createAuthorizer({ permissions, roles })

/** The declared permissions that somebody with this role has, on everything. */
async function granted(role: string): Promise<string[]> {
  const access = await authorizer.access({ id: role, roles: [role] })
  return permissions.names.filter((name) => access.can(name))
}

const view = ['project.view', 'design.view']
const everything = [...permissions.names]

test('permissions that were not defined have no default roles', () => {
  const plain = { 'project.view': 'View Project' } as never
  expect(() => defaultRoles(plain)).toThrow(
    new TypeError('The permissions of defaultRoles(permissions) must be what definePermissions() gives'),
  )
})

describe('the six default roles', () => {
  test('are these, in this order', () => {
    expect(roles.map(({ id, title }) => [id, title])).toEqual([
      ['all-global-access', 'All Global Access'],
      ['reader', 'Reader'],
      ['reader-with-comments', 'Reader with Comments'],
      ['runner', 'Runner'],
      ['scheduler', 'Scheduler'],
      ['writer', 'Writer'],
    ])
  })

  test('know every level there is', () => {
    expect(levels).toEqual(['view', 'comment', 'run', 'schedule', 'edit', 'delete'])
    expect(new Set(permissions.nodes.map(({ level }) => level))).toEqual(new Set([undefined, ...levels]))
  })

  test.each<[string, string[]]>([
    ['all-global-access', everything],
    ['reader', view],
    ['reader-with-comments', [...view, 'project.comment']],
    ['runner', [...view, 'project.job.run']],
    ['scheduler', [...view, 'project.job.run', 'project.job.schedule']],
    ['writer', everything.filter((name) => !name.endsWith('.delete'))],
  ])('%s may do this and no more', async (role, names) => {
    expect((await granted(role)).toSorted()).toEqual(names.toSorted())
  })

  test.each(roles.map((role) => [role.id, role] as const))('%s stands alone', (_, role) => {
    expect(role.inherits).toBeUndefined()
    expect(role.administrator).toBeUndefined()
    expect(role.rules.every(({ context }) => context === undefined)).toBe(true)
    expect(role.description).toMatch(/\.$/)
  })

  test('All Global Access and Writer grant "*", Writer forbids every delete', () => {
    const all = { permission: '*', state: 'granted' }
    expect(roles[0]?.rules).toEqual([all])
    expect(roles[5]?.rules).toEqual([
      all,
      { permission: 'project.delete', state: 'forbidden' },
      { permission: 'design.delete', state: 'forbidden' },
    ])
  })

  test('none of them, nor all together, reaches into the reserved tree', async () => {
    for (const role of roles) {
      for (const { permission } of role.rules) expect(permission.startsWith('trilatch')).toBe(false)
    }
    const access = await authorizer.access({ id: 'all', roles: roles.map(({ id }) => id) })
    const reserved = access.permissions().filter(({ permission }) => permission.startsWith('trilatch'))
    expect(reserved.length).toBeGreaterThan(10)
    expect(reserved.filter(({ state, some }) => state === 'granted' || some)).toEqual([])
  })

  test('Writer, who is forbidden to delete, may when another role grants it', async () => {
    const access = await authorizer.access({ id: 'both', roles: ['writer', 'all-global-access'] })
    expect(access.can('project.delete')).toBe(true)
  })

  test('without levels, four of them are empty and grant nothing', async () => {
    const plain = definePermissions({ 'a.view': 'View', 'a.delete': 'Delete' })
    const made = defaultRoles(plain)
    expect(made.map(({ rules }) => rules.length)).toEqual([1, 0, 0, 0, 0, 1])
    const access = await createAuthorizer({ permissions: plain, roles: made }).access({
      id: 'u',
      roles: ['reader'],
    })
    expect(access.can('a.view')).toBe(false)
  })
})
