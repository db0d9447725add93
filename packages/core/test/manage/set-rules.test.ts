import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, it } from 'vitest'
import { roleTreeOf } from '../../src/index.ts'
import { forbid, grant } from '../authorizer/support.ts'
import { conflict, managed } from './support.ts'

const set = (permission: string, state: 'granted' | 'forbidden' | 'unspecified', context?: string) => ({
  // Some are no permissions, as untyped callers may name.
  permission: permission as 'job',
  state,
  ...(context === undefined ? {} : { context }),
})

describe('Several rules of a role', () => {
  it('are set in one write, one after the other: what is said last counts', async () => {
    const { manager } = managed()
    const { version } = await manager.createRole({
      id: 'new',
      rules: [grant('project'), forbid('job.run', 'eu.*')],
    })
    const written = await manager.setRules(
      'new',
      [
        set('project', 'unspecified'),
        set('job.run', 'granted', 'eu.*'),
        set('job', 'forbidden'),
        set('job', 'granted', '*'),
      ],
      { version },
    )
    expect(await manager.role('new')).toEqual({
      role: { id: 'new', rules: [grant('job.run', 'eu.*'), grant('job')] },
      version: written.version,
    })
    const { items } = await manager.audit({ target: 'new', limit: 1 })
    expect(items).toMatchObject([
      { action: 'role.rules', before: { rules: [{}, {}] }, after: { rules: [{}, {}] } },
    ])
  })

  it('are all left as they are when one is not accepted, or an older version was seen', async () => {
    const { manager } = managed()
    const { version } = await manager.createRole({ id: 'new', rules: [] })
    const good = set('job', 'granted')
    await expect(
      manager.setRules('new', [good, set('job.rum', 'granted')], { version }),
    ).rejects.toMatchObject({
      code: 'TRILATCH_PERMISSION_UNKNOWN',
      status: 422,
      message: expect.stringContaining('Did you mean "job.run"?'),
    })
    await expect(
      manager.setRules('new', [good, set('job', 'granted', '[')], { version }),
    ).rejects.toMatchObject({
      code: 'TRILATCH_CONTEXT_INVALID',
      status: 422,
    })
    await expect(manager.setRules('new', [good], { version: 'older' })).rejects.toMatchObject(
      conflict('role "new"'),
    )
    await expect(manager.setRules('ghost', [good], { version })).rejects.toMatchObject({
      code: 'TRILATCH_ROLE_UNKNOWN',
    })
    const many = Array.from({ length: 1_001 }, () => good)
    await expect(manager.setRules('new', many, { version })).rejects.toMatchObject({ status: 422 })
    expect(await manager.role('new')).toEqual({ role: { id: 'new', rules: [] }, version })
  })

  it('are shown before they are set, and refused there as they would be', async () => {
    const { manager, authorizer } = managed()
    const { version } = await manager.createRole({ id: 'new', rules: [grant('project')] })
    const preview = await manager.previewRules('new', [set('project', 'forbidden'), set('job', 'granted')])
    expect(preview).toEqual({ role: { id: 'new', rules: [forbid('project'), grant('job')] }, version })
    expect((await manager.role('new')).role.rules).toEqual([grant('project')])
    await expect(manager.previewRules('new', [set('job.rum', 'granted')])).rejects.toMatchObject({
      status: 422,
    })
    await expect(manager.previewRules('new', [set('job', 'granted', '[')])).rejects.toMatchObject({
      status: 422,
    })
    const rows = roleTreeOf(authorizer.permissions, preview.role)
    expect(rows.find(({ permission }) => permission === 'project.create')).toMatchObject({
      state: 'unspecified',
      expected: 'forbidden',
    })
  })

  it('make the tree that the role will have', async () => {
    const { manager, authorizer } = managed()
    const { version } = await manager.createRole({ id: 'new', inherits: ['eu'], rules: [grant('project')] })
    const changes = [set('job.run', 'granted', 'eu.*'), set('project', 'forbidden')]
    const { role } = await manager.previewRules('new', changes)
    await manager.setRules('new', changes, { version })
    expect(roleTreeOf(authorizer.permissions, role)).toEqual((await authorizer.roleTree('new')).rows)
  })
})

describe('What a guard would answer', () => {
  it('is what assert throws, and nobody is told that a guard has answered', async () => {
    const { authorizer } = managed()
    const told: unknown[] = []
    const tell = (event: unknown): void => void told.push(event)
    subscribe('trilatch:guard', tell)
    try {
      const [nobody, somebody] = [
        await authorizer.access(null),
        await authorizer.access({ id: 'x', roles: ['eu'] }),
      ]
      const asked = ['job.run', 'project.create'] as const
      const found = [nobody, somebody].flatMap((access) =>
        asked.flatMap((name) => [
          access.refusal(name),
          access.refusal(name, 'us.1'),
          access.refusal(name, ''),
        ]),
      )
      expect(told).toEqual([])
      const thrown = [nobody, somebody].flatMap((access) =>
        asked.flatMap((name) =>
          [() => access.assert(name), () => access.assert(name, 'us.1'), () => access.assert(name, '')].map(
            (run) => {
              try {
                return run()
              } catch (error) {
                return error
              }
            },
          ),
        ),
      )
      expect(found.map(String)).toEqual(thrown.map(String))
      expect(new Set(found.map((refusal) => refusal?.status))).toEqual(new Set([400, 401, 403]))
      expect(told).toHaveLength(12)
    } finally {
      unsubscribe('trilatch:guard', tell)
    }
  })
})
