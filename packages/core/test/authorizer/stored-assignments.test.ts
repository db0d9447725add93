// A store of somebody else may show assignments that nobody could have written: they count for nothing, and are listed.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Authorizer, Store } from '../../src/index.ts'

const permissions = definePermissions({ 'job.run': 'Run' })
const roles = [
  { id: 'runner', rules: [{ permission: 'job', state: 'granted' }] },
  { id: 'viewer', rules: [{ permission: 'job.run', state: 'granted', context: 'eu.*' }] },
] as const

/** An authorizer over a store that shows these assignments for everybody. */
function showing(...assignments: readonly unknown[]): Authorizer<'job.run'> {
  const store = memoryStore({ roles })
  const { policy } = store.view(null) as Awaited<ReturnType<Store['view']>>
  const view = () => ({ policy, subject: { assignments, version: '1' } })
  return createAuthorizer({ permissions, store: { ...store, view } as unknown as Store })
}

const listed = async (authorizer: Authorizer<'job.run'>): Promise<string[]> =>
  (await authorizer.diagnostics()).filter(({ kind }) => kind === 'role-ignored').map(({ message }) => message)

describe('A stored assignment', () => {
  it.each([7, true, ['eu.*'], { text: 'eu.*' }, 10n, Symbol('eu.*')])(
    'whose scope is no text gives nothing, and takes nothing from the others: %o',
    async (scope) => {
      const authorizer = showing({ role: 'runner', scope }, { role: 'viewer' })
      const access = await authorizer.access({ id: 'ann' })
      expect([access.can('job.run'), access.can('job.run', 'us.1')]).toEqual([false, false])
      expect(access.can('job.run', 'eu.1')).toBe(true)
      expect(await listed(authorizer)).toEqual([
        'Role "runner" (assigned) was ignored: its scope (no text) is not accepted.',
      ])
    },
  )

  it.each([7, null, undefined, ['runner'], { id: 'runner' }])(
    'whose role is no text gives nothing, and takes nothing from the others: %o',
    async (role) => {
      const authorizer = showing({ role }, { role: 'viewer' })
      const access = await authorizer.access({ id: 'ann' })
      expect(access.can('job.run')).toBe(false)
      expect(access.can('job.run', 'eu.1')).toBe(true)
      expect(await listed(authorizer)).toEqual([
        'Role (no text) (assigned) was ignored: there is no such role.',
      ])
    },
  )

  it('whose scope is no text is not taken for one without a scope that somebody else has', async () => {
    const odd = [undefined, () => 'eu.*', Symbol('eu.*'), Number.NaN, null, { toJSON: () => undefined }]
    const store = memoryStore({ roles })
    const { policy } = store.view(null) as Awaited<ReturnType<Store['view']>>
    const view = (id: string) => {
      const assignments = [id === 'whole' ? { role: 'runner' } : { role: 'runner', scope: odd[Number(id)] }]
      return { policy, subject: { assignments, version: '1' } }
    }
    const authorizer = createAuthorizer({ permissions, store: { ...store, view } as unknown as Store })
    const can = async (id: string): Promise<boolean> => (await authorizer.access({ id })).can('job.run')
    expect(await can('whole')).toBe(true)
    for (const i of [1, 2, 3, 4, 5]) expect(await can(String(i))).toBe(false)
    // As ever: a scope that is undefined is none.
    expect(await can('0')).toBe(true)
  })

  it('whose scope is not accepted is listed with so much of it as tells which', async () => {
    const authorizer = showing({ role: 'runner', scope: `[${'a'.repeat(10_000)}` })
    expect((await authorizer.access({ id: 'ann' })).canSome('job.run')).toBe(false)
    expect(await listed(authorizer)).toEqual([
      `Role "runner" (assigned) was ignored: its scope "[${'a'.repeat(299)}" is not accepted.`,
    ])
  })
})
