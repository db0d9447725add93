import { describe, expect, test } from 'vitest'
import { definePermissions } from '../../src/catalogue/define-permissions.ts'
import { reservedPermissions } from '../../src/catalogue/reserved.ts'

/** The application's nodes: what stands before the reserved tree. */
function own(permissions: ReturnType<typeof definePermissions>): string[] {
  const names = permissions.nodes.map(({ name }) => name)
  return names.slice(0, names.indexOf('trilatch'))
}

const node = (permissions: ReturnType<typeof definePermissions>, name: string) =>
  permissions.nodes[permissions.index.get(name) ?? -1]

describe('the tree', () => {
  const permissions = definePermissions({
    'project.delete': { title: 'Delete Project', description: 'For good.', level: 'delete', on: 'project' },
    'design.view': 'View Design',
    'project.create': 'Create Project',
    'job.run.month_over-month:now': 'Run',
    job: 'Jobs',
  })

  test('has what was declared, in that order', () => {
    expect(permissions.names).toEqual([
      'project.delete',
      'design.view',
      'project.create',
      'job.run.month_over-month:now',
      'job',
    ])
  })

  test('has every ancestor, parents before children, siblings in the order declared', () => {
    expect(own(permissions).join(' ')).toBe(
      '* project project.delete project.create design design.view job job.run job.run.month_over-month:now',
    )
  })

  test('ends with the reserved tree, whose root has no parent', () => {
    const reserved = permissions.nodes.slice(own(permissions).length)
    expect(reserved.map(({ name }) => name).toSorted()).toEqual(Object.keys(reservedPermissions).toSorted())
    expect(node(permissions, 'trilatch')).toMatchObject({ parent: null, depth: 0, title: 'Trilatch' })
    expect(node(permissions, 'trilatch.roles.edit')).toMatchObject({
      parent: 'trilatch.roles',
      depth: 2,
      path: 'Trilatch › Roles › Edit Roles',
    })
  })

  test('knows each node by its entry', () => {
    expect(node(permissions, 'project.delete')).toEqual({
      name: 'project.delete',
      title: 'Delete Project',
      path: 'Project › Delete Project',
      depth: 2,
      parent: 'project',
      description: 'For good.',
      level: 'delete',
      on: 'project',
    })
  })

  test('has a root for everything in the application', () => {
    expect(node(permissions, '*')).toMatchObject({
      title: 'Everything',
      path: 'Everything',
      depth: 0,
      parent: null,
    })
    expect(node(permissions, 'project')).toMatchObject({ parent: '*', depth: 1 })
  })

  test('titles implied ancestors by their names, and declared ones as declared', () => {
    expect(node(permissions, 'project')?.title).toBe('Project')
    expect(node(permissions, 'job')?.title).toBe('Jobs')
    expect(node(permissions, 'job.run.month_over-month:now')?.path).toBe('Jobs › Run › Run')
    const made = definePermissions({ 'month_over-month:all.x': 'X', '__.y': 'Y' })
    expect(node(made, 'month_over-month:all')?.title).toBe('Month over month all')
    expect(node(made, '__')?.title).toBe('__')
  })

  test('begins a path below the root: Project › Create Project', () => {
    expect(node(permissions, 'project.create')?.path).toBe('Project › Create Project')
  })

  test('agrees with its indexes', () => {
    expect(permissions.index.size).toBe(permissions.nodes.length)
    expect(permissions.parents).toHaveLength(permissions.nodes.length)
    for (const [i, { name, parent }] of permissions.nodes.entries()) {
      expect(permissions.index.get(name)).toBe(i)
      expect(permissions.parents[i]).toBe(parent === null ? -1 : permissions.index.get(parent))
      expect(permissions.parents[i]).toBeLessThan(i)
    }
  })

  test('has the names of its nodes and no others', () => {
    for (const name of ['*', 'job', 'job.run', 'trilatch', 'design.view'])
      expect(permissions.has(name)).toBe(true)
    for (const name of [
      '',
      'jobs',
      'job.',
      'Job',
      '**',
      'trilatch.x',
      '__proto__',
      'toString',
      'constructor',
    ]) {
      expect(permissions.has(name)).toBe(false)
    }
  })

  test('cannot be changed afterwards', () => {
    const entry = { title: 'A', formerly: ['old'] }
    const made = definePermissions({ a: entry })
    entry.title = 'B'
    entry.formerly.push('older')
    expect(node(made, 'a')?.title).toBe('A')
    expect([...made.former.keys()]).toEqual(['old'])
    for (const part of [made, made.names, made.nodes, ...made.nodes]) expect(Object.isFrozen(part)).toBe(true)
  })
})

describe('former names', () => {
  test('lead to the permission that took their place', () => {
    const permissions = definePermissions({
      'project.delete': { title: 'Delete', formerly: ['project.remove', 'project.drop'] },
      'project.create': { title: 'Create', formerly: ['new-project', '__proto__', 'constructor'] },
    })
    expect([...permissions.former].map(([name, at]) => [name, permissions.nodes[at]?.name])).toEqual([
      ['project.remove', 'project.delete'],
      ['project.drop', 'project.delete'],
      ['new-project', 'project.create'],
      ['__proto__', 'project.create'],
      ['constructor', 'project.create'],
    ])
    expect(permissions.has('project.remove')).toBe(false)
  })
})

describe('names of an object prototype', () => {
  const before = Object.getOwnPropertyNames(Object.prototype)
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']

  test('are names like any other', () => {
    const permissions = definePermissions({
      ['__proto__']: 'Proto',
      constructor: { title: 'Constructor', level: 'view' },
      'toString.call': 'Call',
      'a.hasOwnProperty': 'Own',
    })
    expect(permissions.names).toEqual(['__proto__', 'constructor', 'toString.call', 'a.hasOwnProperty'])
    expect(node(permissions, '__proto__')).toMatchObject({ title: 'Proto', parent: '*', level: undefined })
    expect(node(permissions, 'toString')).toMatchObject({ title: 'ToString', parent: '*' })
    expect(permissions.has('hasOwnProperty')).toBe(false)
  })

  test('are not there when nobody declared them', () => {
    const permissions = definePermissions({ a: 'A' })
    for (const name of names) {
      expect(permissions.has(name)).toBe(false)
      expect(permissions.index.get(name)).toBeUndefined()
      expect(permissions.former.has(name)).toBe(false)
    }
  })

  test('leave the prototype of everything as it was', () => {
    definePermissions({
      ['__proto__']: { title: 'P' },
      '__proto__.polluted': 'Q',
      'constructor.prototype.x': 'R',
    })
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    expect('polluted' in {}).toBe(false)
  })
})
