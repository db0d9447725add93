// decide, explain and permissions: the answers with their reasons.
import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { Access, HandedInRole, Role } from '../../src/index.ts'
import { forbid, grant, permissions } from './support.ts'
import type { RuleName } from './support.ts'

type Name = (typeof permissions.names)[number]
const roles: readonly Role<RuleName>[] = [
  { id: 'admin', administrator: true, rules: [grant('*')] },
  { id: 'analyst', rules: [grant('job.run', 'sales.*'), forbid('job.run', 'sales.secret.*')] },
  { id: 'blocker', rules: [forbid('*')] },
  { id: 'builder', title: 'Builder', rules: [grant('project')] },
  { id: 'lead', inherits: ['builder'], rules: [] },
]
const authorizer = createAuthorizer({ permissions, roles })
const having = (...held: HandedInRole[]): Promise<Access<Name>> =>
  authorizer.access({ id: 'ann', roles: held })

describe('decide', () => {
  it.each([
    ['unknown-permission', 'project.remove', ''],
    ['improper-resource', 'project.join', ''],
    ['suspended', 'project.join', 'a'],
  ])('says %s before what comes later, to a suspended administrator', async (reason, permission, name) => {
    const access = await authorizer.access({ id: 'ann', roles: ['admin', 'builder'], suspended: true })
    expect(access.decide(permission as Name, name)).toMatchObject({ state: 'forbidden', reason })
  })

  it.each([
    ['administrator', 'granted', ['admin', 'builder', 'blocker']],
    ['granted', 'granted', ['builder', 'blocker']],
    ['forbidden', 'forbidden', ['blocker', 'analyst']],
    ['nothing-granted', 'forbidden', ['analyst']],
  ])('says %s where nothing that comes before applies', async (reason, state, held) => {
    expect((await having(...held)).decide('project.join')).toMatchObject({ state, reason })
  })

  it('is a frozen value with every field of the contract and no other', async () => {
    const decision = (await having('lead', { role: 'analyst', scope: 'sales.*' })).decide(
      'job.run',
      'sales.eu',
    )
    expect(decision).toEqual({
      state: 'granted',
      reason: 'granted',
      permission: 'job.run',
      resource: 'sales.eu',
      by: { role: 'analyst', via: ['analyst'], scope: 'sales.*', node: 'job.run', context: 'sales.*' },
      version: expect.stringMatching(/^[\w-]{22}$/) as string,
      text: 'Granted: Job › Run Job',
    })
    expect([decision, decision.by, decision.by?.via].every((part) => Object.isFrozen(part))).toBe(true)
  })

  it('says by which way a role was reached', async () => {
    const { by } = (await having('lead')).decide('project.join')
    expect(by).toEqual({ role: 'builder', via: ['lead', 'builder'], node: 'project' })
  })

  it('names the first role by id, then scope, that gave the answer', async () => {
    const own = createAuthorizer({
      permissions,
      roles: ['c', 'b', 'a'].map((id) => ({ id, rules: [id === 'a' ? forbid('job') : grant('job')] })),
    })
    const held = ['c', { role: 'b', scope: 'z.*' }, { role: 'b', scope: '*.x' }, 'a']
    const access = await own.access({ id: 'ann', roles: held })
    expect(access.decide('job.run', 'z.x').by).toEqual({ role: 'b', via: ['b'], scope: '*.x', node: 'job' })
    expect(access.decide('job.run', 'q').by).toEqual({ role: 'c', via: ['c'], node: 'job' })
  })

  it('leaves the resource out without one and for an improper one', async () => {
    const access = await having('builder')
    expect(access.decide('project.join')).not.toHaveProperty('resource')
    const improper = access.decide('project.join', undefined as never)
    expect(improper).not.toHaveProperty('resource')
    expect(improper).toMatchObject({ reason: 'improper-resource', text: 'The resource has no proper name.' })
  })

  it('tells what was meant by an unknown permission, and what a known one requires', async () => {
    const access = await having()
    expect(access.decide('job.rum' as Name).text).toBe(
      'Unknown permission "job.rum". Did you mean "job.run"?',
    )
    expect(access.decide('job.run').text).toBe('Requires permission: Job › Run Job')
  })

  it('can be asked of the authorizer in one call, where an undefined resource is improper too', async () => {
    const ann = { id: 'ann', roles: ['builder'] }
    expect(await authorizer.decide(ann, 'project.join')).toMatchObject({ state: 'granted' })
    expect(await authorizer.decide(ann, 'project.join', 'a')).toMatchObject({ resource: 'a' })
    expect(await authorizer.decide(ann, 'project.join', undefined as never)).toMatchObject({
      state: 'forbidden',
      reason: 'improper-resource',
    })
  })
})

describe('explain', () => {
  it.each([
    ['job.run', ['sales.secret.x']],
    ['job.run', []],
    ['project.join', ['a']],
    ['project.join', ['']],
    ['project.remove', []],
  ] as const)('has the very decision that decide gives for %s on %j', async (permission, resource) => {
    const access = await having('lead', 'analyst', 'blocker')
    const [name] = resource as readonly string[]
    const asked = permission as Name
    const explained = name === undefined ? access.explain(asked) : access.explain(asked, name)
    expect(explained.decision).toEqual(name === undefined ? access.decide(asked) : access.decide(asked, name))
  })

  it('lists every node visited with every rule, whether it matched and which decided', async () => {
    const { roles: explained } = (await having('analyst')).explain('job.run', 'sales.secret.x')
    expect(explained).toEqual([
      expect.objectContaining({
        role: 'analyst',
        source: 'handed-in',
        via: ['analyst'],
        steps: [
          {
            permission: 'job.run',
            title: 'Run Job',
            rules: [
              { state: 'forbidden', context: 'sales.secret.*', matched: true, decided: true },
              { state: 'granted', context: 'sales.*', matched: true, decided: false },
            ],
          },
        ],
        state: 'forbidden',
        expected: 'forbidden',
        answer: 'forbidden',
      }),
    ])
  })

  it('walks on to the root where no rule matches', async () => {
    const { roles: explained } = (await having('analyst')).explain('job.run', 'hr.x')
    expect(explained[0]?.steps.map(({ permission }) => permission)).toEqual(['job.run', 'job', '*'])
    expect(explained[0]).toMatchObject({ state: 'unspecified', expected: 'forbidden', answer: 'unspecified' })
  })

  it('says what is needed, and nothing when it is granted', async () => {
    const access = await having('builder')
    expect(access.explain('job.run').needed).toEqual([{ id: 'job.run', title: 'Job › Run Job' }])
    expect(access.explain('project.join').needed).toEqual([])
    expect(access.explain('project.join').text).toContain('Builder (handed-in) says granted')
  })

  it('shows the scope of a role that does not speak outside it', async () => {
    const { roles: explained } = (await having({ role: 'builder', scope: 'eu.*' })).explain(
      'project.join',
      'us.1',
    )
    expect(explained[0]).toMatchObject({ scope: 'eu.*', answer: 'unspecified' })
  })
})

describe('permissions', () => {
  it('lists every node of the catalogue with the answers of decide and canSome, and names no role', async () => {
    const access = await having('analyst', 'lead')
    const list = access.permissions()
    expect(list.map(({ permission }) => permission)).toEqual(permissions.nodes.map(({ name }) => name))
    for (const view of list) {
      const permission = view.permission as Name
      const { state, reason } = access.decide(permission)
      expect(view).toMatchObject({ state, reason, some: access.canSome(permission) })
      expect(view.contexts).toEqual(access.contexts(permission))
    }
    expect(JSON.stringify(list)).not.toMatch(/analyst|lead|builder/)
    expect(list.find(({ permission }) => permission === 'job.run')).toEqual({
      permission: 'job.run',
      title: 'Run Job',
      path: 'Job › Run Job',
      depth: 2,
      state: 'forbidden',
      some: true,
      contexts: [
        { state: 'forbidden', context: 'sales.secret.*' },
        { state: 'granted', context: 'sales.*' },
      ],
      reason: 'forbidden',
    })
  })
})
