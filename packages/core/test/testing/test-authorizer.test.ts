import { afterEach, describe, expect, it, vi } from 'vitest'
import { definePermissions, PolicyError } from '@trilatch/core'
import { testAuthorizer } from '@trilatch/core/testing'

const permissions = definePermissions({ 'project.create': 'Create Project' })

afterEach(() => vi.unstubAllEnvs())

describe('testAuthorizer', () => {
  it.each(['false', 'off', 'true', 'nonsense'])('is on, with TRILATCH_ENABLED=%s', async (value) => {
    vi.stubEnv('TRILATCH_ENABLED', value)
    vi.stubEnv('NODE_ENV', 'production')
    const authorizer = testAuthorizer({ permissions, roles: [] })
    expect(authorizer.enabled).toBe(true)
    expect((await authorizer.access({ id: 'ada' })).can('project.create')).toBe(false)
  })

  it('answers at once, for roles handed in by the test', () => {
    const roles = [{ id: 'lead', rules: [{ permission: 'project', state: 'granted' }] }] as const
    const access = testAuthorizer({ permissions, roles }).obtain({ id: 'ada', roles: ['lead'] })
    expect(access).not.toHaveProperty('then')
  })

  it('cannot be changed by what a test does with it or with what it was made of', async () => {
    const rules: { permission: 'project'; state: 'granted' | 'forbidden' }[] = [
      { permission: 'project', state: 'forbidden' },
    ]
    const authorizer = testAuthorizer({ permissions, roles: [{ id: 'lead', rules }] })
    rules[0] = { permission: 'project', state: 'granted' }
    expect((await authorizer.access({ id: 'ada', roles: ['lead'] })).can('project.create')).toBe(false)
    expect(Object.isFrozen(authorizer)).toBe(true)
  })

  it('refuses what createAuthorizer refuses', () => {
    const roles = [{ id: 'lead', rules: [{ permission: 'project.craete', state: 'granted' }] }]
    expect(() => testAuthorizer({ permissions, roles } as never)).toThrow(PolicyError)
    expect(() => testAuthorizer({ permissions } as never)).toThrow(/either `roles` or a `store`/)
  })
})
