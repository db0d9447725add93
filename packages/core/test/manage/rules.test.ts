import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/index.ts'
import { forbid, grant } from '../authorizer/support.ts'
import { managed } from './support.ts'

const unknown = { code: 'TRILATCH_ROLE_UNKNOWN', message: 'There is no role "ghost"', status: 404 }

describe('Setting one rule', () => {
  it('adds, changes and removes one cell, and leaves the others', async () => {
    const { manager } = managed()
    const set = async (rule: Parameters<typeof manager.setRule>[1]): Promise<readonly Rule[]> => {
      await manager.setRule('eu', rule, await manager.role('eu'))
      return (await manager.role('eu')).role.rules
    }
    const first = grant('job.run', 'eu.*')
    expect(await set(grant('project'))).toEqual([first, grant('project')])
    expect(await set(forbid('project', 'x'))).toEqual([first, grant('project'), forbid('project', 'x')])
    expect(await set(forbid('project', '**'))).toEqual([first, forbid('project', 'x'), forbid('project')])
    expect(await set({ permission: 'project', state: 'unspecified' })).toEqual([
      first,
      forbid('project', 'x'),
    ])
    expect(await set({ permission: 'project', state: 'unspecified', context: 'x' })).toEqual([first])
  })

  it('refuses a state and a role that are none', async () => {
    const { manager } = managed()
    const seen = await manager.role('eu')
    await expect(
      manager.setRule('eu', { permission: 'job', state: 'maybe' } as never, seen),
    ).rejects.toMatchObject({
      code: 'TRILATCH_POLICY_INVALID',
      message: expect.stringContaining('expected "granted" or "forbidden"') as string,
    })
    await expect(manager.setRule('ghost', grant('job'), seen)).rejects.toMatchObject(unknown)
  })
})
