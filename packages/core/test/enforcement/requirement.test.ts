// What a guard asks for is checked when the guard is built.
import { describe, expect, it } from 'vitest'
import { definePermissions, guardVerbs, requirement, requirementKey, requirementOf } from '../../src/index.ts'
import type { GuardPlan } from '../../src/index.ts'
import { permissions, thrown } from '../authorizer/support.ts'

const located = definePermissions({
  'design.view': { title: 'View Design', on: 'design' },
  'project.create': 'Create Project',
})
interface Request {
  readonly id: string
}
const params = ({ id }: Request): unknown => ({ name: `name of ${id}` })
const verbs = guardVerbs(located, params, (plan: GuardPlan<Request>) => plan)
const invalid = (message: string) => ({ code: 'TRILATCH_GUARD_INVALID', message, status: undefined })

describe('requirement', () => {
  it('is frozen and keeps the order declared', () => {
    const asked = requirement(permissions, 'all', ['project.join', 'job.run'])
    expect(asked).toEqual({ kind: 'all', permissions: ['project.join', 'job.run'] })
    expect([Object.isFrozen(asked), Object.isFrozen(asked.permissions)]).toEqual([true, true])
  })

  it.each(['all', 'any', 'some'] as const)('of %s needs a permission', (kind) => {
    expect(thrown(() => requirement(permissions, kind))).toMatchObject(
      invalid('Cannot build a guard that requires no permission; use publicRoute() to open a route'),
    )
  })

  it.each(['signed-in', 'public'] as const)('of %s needs none', (kind) => {
    expect(requirement(permissions, kind)).toEqual({ kind, permissions: [] })
  })

  it('refuses an unknown permission with what was probably meant', () => {
    expect(thrown(() => requirement(permissions, 'all', ['job.run', 'project.craete']))).toMatchObject({
      code: 'TRILATCH_PERMISSION_UNKNOWN',
      message: 'Cannot build a guard for unknown permission "project.craete". Did you mean "project.create"?',
    })
    expect(thrown(() => requirement(permissions, 'all', ['']))).toMatchObject({
      code: 'TRILATCH_PERMISSION_UNKNOWN',
    })
    expect(thrown(() => requirement(permissions, 'all', ['constructor']))).toMatchObject({
      code: 'TRILATCH_PERMISSION_UNKNOWN',
    })
  })

  it.each([7, undefined, null, { job: 'run' }, Symbol('job.run')])('refuses what is no string', (name) => {
    expect(thrown(() => requirement(permissions, 'all', [name]))).toEqual(
      new TypeError(`A guard takes names of permissions, not ${typeof name}`),
    )
  })
})

describe('requirementOf', () => {
  it('reads what a guard carries, and nothing from what is no guard', () => {
    const asked = requirement(permissions, 'public')
    const guard = Object.assign(() => {}, { [requirementKey]: asked })
    expect(requirementOf(guard)).toBe(asked)
    for (const other of [() => {}, { [requirementKey]: asked }, null, undefined, 'guard'])
      expect(requirementOf(other)).toBeUndefined()
  })

  it('is found by a key that two copies of the library share', () => {
    expect(requirementKey).toBe(Symbol.for('trilatch.requirement'))
  })
})

describe('The verbs', () => {
  it('plan what they say', () => {
    const resource = { resource: (request: Request) => request.id }
    expect(verbs.requirePermission('project.create')).toEqual({
      requirement: { kind: 'all', permissions: ['project.create'] },
      finders: [],
    })
    const find = verbs.requirePermission('design.view', { param: 'name' }).finders[0]
    expect(find?.({ id: '7' })).toBe('name of 7')
    const all = verbs.requireAll('project.create', { permission: 'design.view', ...resource })
    expect(all.requirement).toEqual({ kind: 'all', permissions: ['project.create', 'design.view'] })
    expect(all.finders.map((finder) => typeof finder)).toEqual(['undefined', 'function'])
    expect(verbs.requireAny('project.create').requirement.kind).toBe('any')
    expect(verbs.requireSome('design.view').requirement).toEqual({
      kind: 'some',
      permissions: ['design.view'],
    })
    expect(verbs.requireSignedIn().requirement).toEqual({ kind: 'signed-in', permissions: [] })
    expect(verbs.publicRoute().requirement).toEqual({ kind: 'public', permissions: [] })
  })

  it('refuse a permission that needs a resource and has none', () => {
    const message =
      'Cannot build a guard for "design.view" without a resource: it is declared on "design"; add { param: \'name\' }'
    const { requirePermission, requireAll, requireAny } = verbs as unknown as Record<
      string,
      (...names: unknown[]) => unknown
    >
    for (const verb of [requirePermission, requireAll, requireAny])
      expect(thrown(() => verb?.('design.view'))).toMatchObject(invalid(message))
  })

  it.each([{}, { param: '' }, { param: 7 }, { resource: 'name' }, { param: 'a', resource: () => 'a' }])(
    'refuse a resource that is none, or two: %j',
    (resource) => {
      expect(thrown(() => verbs.requirePermission('design.view', resource as never))).toMatchObject(
        invalid(
          'Cannot build a guard for "design.view": its resource must be { param: \'name\' } or { resource: (request) => … }',
        ),
      )
    },
  )

  it('refuse nothing at all, one name twice, and unknown names', () => {
    expect(thrown(() => (verbs.requireAll as () => unknown)())).toMatchObject(
      invalid('Cannot build a guard that requires no permission; use publicRoute() to open a route'),
    )
    expect(thrown(() => verbs.requireAny('project.create', 'project.create'))).toMatchObject(
      invalid('Cannot build a guard that names a permission twice: project.create, project.create'),
    )
    expect(thrown(() => verbs.requireSome('design.veiw' as never))).toMatchObject({
      code: 'TRILATCH_PERMISSION_UNKNOWN',
      message: 'Cannot build a guard for unknown permission "design.veiw". Did you mean "design.view"?',
    })
    expect(thrown(() => (verbs.requirePermission as () => unknown)())).toEqual(
      new TypeError('A guard takes names of permissions, not undefined'),
    )
  })
})
