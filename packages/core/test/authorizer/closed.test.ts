// After close(), an authorizer reads and writes nothing, also where the store lives on in its owner's hands.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { Manager, Store } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'runner', rules: [grant('job.run')] },
] as const
const closed = {
  code: 'TRILATCH_CLOSED',
  message: 'The authorizer has been closed',
  status: 503,
  headers: { 'retry-after': '1' },
}

/** A store that counts what is asked of it. */
function counted(): { readonly store: Store; readonly calls: string[] } {
  const inner = memoryStore({ roles, assignments: [{ subject: 'boss', role: 'admin' }] })
  const calls: string[] = []
  const store = Object.fromEntries(
    Object.entries(inner).map(([name, method]) => [
      name,
      (...args: never[]): unknown => {
        calls.push(name)
        return (method as (...args: never[]) => unknown)(...args)
      },
    ]),
  ) as unknown as Store
  return { store, calls }
}

const asked: readonly (readonly [name: string, ask: (manager: Manager) => Promise<unknown>])[] = [
  ['roles', (m) => m.roles()],
  ['role', (m) => m.role('runner')],
  ['mappings', (m) => m.mappings()],
  ['members', (m) => m.members('runner')],
  ['rolesOf', (m) => m.rolesOf('boss')],
  ['user', (m) => m.user('ann')],
  ['users', (m) => m.users()],
  ['audit', (m) => m.audit()],
  ['assign', (m) => m.assign({ subject: 'ann', role: 'runner' })],
  ['createUser', (m) => m.createUser({ id: 'ben' })],
  ['suspendUser', (m) => m.suspendUser('ann')],
  ['createRole', (m) => m.createRole({ id: 'new', rules: [] })],
  ['deleteRole', (m) => m.deleteRole('runner')],
]

describe('A manager of an authorizer that was closed', () => {
  it.each(asked)('refuses and asks the store nothing: %s', async (_, ask) => {
    const { store, calls } = counted()
    const authorizer = createAuthorizer({ permissions, store })
    const manager = authorizer.manage('boss') as Manager
    await manager.createUser({ id: 'ann' })
    await authorizer.close()
    calls.length = 0
    await expect(ask(manager)).rejects.toMatchObject(closed)
    await expect(ask(authorizer.manage('boss') as Manager)).rejects.toMatchObject(closed)
    expect(calls).toEqual([])
  })
})

describe('An authorizer that was closed while it read', () => {
  it('gives no access any more', async () => {
    const inner = memoryStore({ roles })
    let go = (): void => {}
    const wait = new Promise<void>((resolve) => (go = resolve))
    let slow = false
    const view = async (subject: string | null) => {
      if (slow) await wait
      return inner.view(subject)
    }
    const authorizer = createAuthorizer({ permissions, store: { ...inner, view } })
    await authorizer.ready()
    slow = true
    const pending = authorizer.access({ id: 'ann', roles: ['runner'] })
    await authorizer.close()
    go()
    await expect(pending).rejects.toMatchObject(closed)
  })
})
