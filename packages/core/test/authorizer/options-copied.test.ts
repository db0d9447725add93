// Options are read once: lists that are changed later change nothing.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'everything', rules: [grant('*')] },
  { id: 'runner', rules: [grant('job.run')] },
] as const

describe('newUserRoles', () => {
  it('are copied: changing a list, or putting another in its place, changes nothing', async () => {
    const newUserRoles = { created: ['runner'], registered: ['runner'], provisioned: [] as string[] }
    const store = memoryStore({ roles })
    const manager = createAuthorizer({ permissions, store, newUserRoles }).manage('boss')
    await manager.roles()
    newUserRoles.registered.push('everything')
    newUserRoles.provisioned.push('everything')
    newUserRoles.created = ['everything']
    for (const [origin, expected] of [
      ['created', ['runner']],
      ['registered', ['runner']],
      ['provisioned', []],
    ] as const) {
      const { id } = await manager.createUser({}, origin)
      expect([origin, (await manager.rolesOf(id)).roles]).toEqual([origin, expected])
    }
  })

  it('are read once, so that a getter cannot say another thing after it was checked', async () => {
    let reads = 0
    const newUserRoles = {
      get registered() {
        return ++reads > 2 ? ['everything'] : ['runner']
      },
    }
    const manager = createAuthorizer({ permissions, store: memoryStore({ roles }), newUserRoles }).manage(
      'boss',
    )
    const { id } = await manager.createUser({}, 'registered')
    expect((await manager.rolesOf(id)).roles).toEqual(['runner'])
  })
})

describe('anonymousRoles', () => {
  it('are copied: changing the list later changes nothing', async () => {
    const anonymousRoles = ['runner']
    const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles }), anonymousRoles })
    await authorizer.ready()
    anonymousRoles.push('everything')
    const access = await authorizer.access(null)
    expect([access.can('job.run'), access.can('project.delete')]).toEqual([true, false])
  })
})
