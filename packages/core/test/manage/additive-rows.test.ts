// What additive rows give, to whom, and what of it they take back.
import { describe, expect, it } from 'vitest'
import { a, additive, b, complete, gone, recording } from './recording.ts'
import { showing } from './support.ts'

const heldBy = async ({ manager }: Pick<ReturnType<typeof recording>, 'manager'>, id: string) =>
  (await manager.rolesOf(id)).assignments

describe('Additive rows', () => {
  it('give each person what they lead to, of each provider', async () => {
    const here = recording(undefined, [additive, { ...additive, provider: 'sso', scope: 'eu.*' }])
    await here.manager.recordGroups('ann', 'ldap', complete(a))
    await here.manager.recordGroups('ben', 'ldap', complete(a))
    await here.manager.recordGroups('ben', 'sso', complete(a))
    expect(await heldBy(here, 'ann')).toEqual([{ role: 'r' }])
    expect(await heldBy(here, 'ben')).toEqual([{ role: 'r' }, { role: 'r', scope: 'eu.*' }])
  })

  it('give what several of them lead to once, and each scope by itself', async () => {
    const here = recording(undefined, [additive, { ...additive, group: 'b' }, { ...additive, scope: 'eu.*' }])
    await here.manager.recordGroups('ann', 'ldap', complete(a, b))
    expect(here.changes.map(({ operations }) => operations.slice(1))).toMatchObject([
      [
        { kind: 'assign', assignment: { subject: 'ann', role: 'r' } },
        { kind: 'assign', assignment: { subject: 'ann', role: 'r', scope: 'eu.*' } },
        { kind: 'put-entry', entry: { value: { roles: [{ role: 'r' }, { role: 'r', scope: 'eu.*' }] } } },
      ],
    ])
  })

  it('give nothing that is held already, and so take back nothing of it', async () => {
    const here = recording(undefined, [additive])
    await here.manager.assign({ subject: 'ann', role: 'r' })
    await here.manager.recordGroups('ann', 'ldap', complete(a))
    await here.manager.recordGroups('ann', 'ldap', gone)
    expect(await heldBy(here, 'ann')).toEqual([{ role: 'r' }])
  })

  it('take back the scope that they gave, and no other of the same role', async () => {
    const here = recording(undefined, [{ ...additive, scope: 'eu.*' }])
    for (const scope of ['us.*', 'de.*']) await here.manager.assign({ subject: 'ann', role: 'r', scope })
    await here.manager.recordGroups('ann', 'ldap', complete(a))
    await here.manager.recordGroups('ann', 'ldap', gone)
    expect(await heldBy(here, 'ann')).toEqual([
      { role: 'r', scope: 'us.*' },
      { role: 'r', scope: 'de.*' },
    ])
  })

  it('give no role that there is not, and none with a scope that is not accepted, whatever is stored', async () => {
    const rows = [
      { ...additive, roles: ['ghost'] },
      { ...additive, scope: 'a//b' },
    ]
    const here = recording(showing(rows))
    await here.manager.recordGroups('ann', 'ldap', complete(a))
    expect(await heldBy(here, 'ann')).toEqual([])
    expect(await here.said()).toEqual([['ldap', 'a']])
  })

  it.each([7, 'r', { roles: 'r' }, {}])('give as ever where %j is kept of what they gave', async (value) => {
    const here = recording(
      (store) => ({
        ...store,
        vault: {
          ...store.vault,
          get: async (place) => {
            const entry = await store.vault.get(place)
            return entry === null ? null : { ...entry, value }
          },
        },
      }),
      [additive],
    )
    await here.manager.recordGroups('ann', 'ldap', complete(a))
    await here.manager.unassign({ subject: 'ann', role: 'r' })
    await here.manager.recordGroups('ann', 'ldap', complete(a))
    expect(await heldBy(here, 'ann')).toStrictEqual([{ role: 'r' }])
    expect(here.changes.at(-1)?.operations).toContainEqual(
      expect.objectContaining({
        entry: expect.objectContaining({ value: { roles: [{ role: 'r' }] } }) as object,
      }),
    )
  })
})
