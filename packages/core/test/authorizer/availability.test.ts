// A store that is late, fails, or comes back: unavailable is its own outcome, never false or empty.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore, TrilatchError } from '../../src/index.ts'
import type { Store } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

const roles = [{ id: 'runner', rules: [grant('job.run')] }] as const
const ann = { id: 'ann', roles: ['runner'] }
const broken = new Error('connection lost')
const unavailable = {
  code: 'TRILATCH_UNAVAILABLE',
  message: 'The policy cannot be read at the moment.',
  status: 503,
  expose: true,
  headers: { 'retry-after': '1' },
  cause: broken,
}

/** A store that can be told to fail, and counts how often it is opened. */
function faulty() {
  const inner = memoryStore({ roles })
  const control = { opening: false, reading: false, throwing: false, opened: 0 }
  const fails = (): boolean => control.reading
  const store: Store = {
    ...inner,
    ready: async () => {
      control.opened++
      if (control.opening) throw broken
    },
    view: (subject) => {
      if (control.throwing) throw broken
      return fails() ? Promise.reject(broken) : Promise.resolve(inner.view(subject))
    },
    held: (role) => (fails() ? Promise.reject(broken) : inner.held(role)),
    members: (role, query) => (fails() ? Promise.reject(broken) : inner.members(role, query)),
    user: (id) => (fails() ? Promise.reject(broken) : inner.user(id)),
    users: (query) => (fails() ? Promise.reject(broken) : inner.users(query)),
    audit: (query) => (fails() ? Promise.reject(broken) : inner.audit(query)),
  }
  return { control, authorizer: createAuthorizer({ permissions, store }) }
}

describe('A store that cannot be read', () => {
  it.each(['reading', 'throwing'] as const)('makes every question reject with 503: %s', async (how) => {
    const { control, authorizer } = faulty()
    await authorizer.ready()
    control[how] = true
    await expect(authorizer.access(ann)).rejects.toMatchObject(unavailable)
    await expect(authorizer.decide(ann, 'job.run')).rejects.toMatchObject(unavailable)
    await expect(authorizer.roleTree('runner')).rejects.toMatchObject(unavailable)
    await expect(authorizer.diagnostics()).rejects.toMatchObject(unavailable)
    await expect(authorizer.manage('boss').roles()).rejects.toMatchObject(unavailable)
    control[how] = false
    expect((await authorizer.access(ann)).can('job.run')).toBe(true)
  })

  it('fails the start, and is asked again by the next call', async () => {
    const { control, authorizer } = faulty()
    control.opening = true
    await expect(authorizer.ready()).rejects.toMatchObject(unavailable)
    await expect(authorizer.access(ann)).rejects.toMatchObject(unavailable)
    expect(control.opened).toBe(2)
    control.opening = false
    expect((await authorizer.access(ann)).can('job.run')).toBe(true)
    await expect(authorizer.ready()).resolves.toBeUndefined()
    expect(control.opened).toBe(3)
  })

  it('does not stop an access that was obtained before', async () => {
    const { control, authorizer } = faulty()
    const access = await authorizer.access(ann)
    control.reading = true
    expect(access.can('job.run')).toBe(true)
  })

  it('may say itself why it is unavailable', async () => {
    const lost = new TrilatchError('TRILATCH_UNAVAILABLE', 'Redis is gone', { status: 503 })
    const store = { ...memoryStore({ roles }), view: () => Promise.reject(lost) }
    await expect(createAuthorizer({ permissions, store }).access(ann)).rejects.toBe(lost)
  })

  it.each([
    ['rolesOf', (m: Manager) => m.rolesOf('ann')],
    ['members', (m: Manager) => m.members('runner')],
    ['user', (m: Manager) => m.user('ann')],
    ['users', (m: Manager) => m.users()],
    ['audit', (m: Manager) => m.audit()],
    ['suspendUser', (m: Manager) => m.suspendUser('ann')],
    ['assign', (m: Manager) => m.assign({ subject: 'ann', role: 'runner' })],
  ] as const)('makes a manager reject with 503: %s', async (_, ask) => {
    const { control, authorizer } = faulty()
    await authorizer.ready()
    control.reading = true
    await expect(ask(authorizer.manage('boss'))).rejects.toMatchObject({
      ...unavailable,
      message: expect.any(String) as string,
    })
  })
})

type Manager = ReturnType<ReturnType<typeof faulty>['authorizer']['manage']>

describe('A store that opens later', () => {
  it('is waited for by the first access, and opened once by calls at the same time', async () => {
    let open = (): void => {}
    let opened = 0
    const store: Store = {
      ...memoryStore({ roles }),
      ready: () => {
        opened++
        return new Promise((resolve) => (open = resolve))
      },
    }
    const authorizer = createAuthorizer({ permissions, store })
    const settled: string[] = []
    const calls = [
      authorizer.ready().then(() => settled.push('ready')),
      authorizer.ready().then(() => settled.push('ready')),
      authorizer.access(ann).then((access) => settled.push(`access ${access.can('job.run')}`)),
      authorizer
        .manage('boss')
        .roles()
        .then((found) => settled.push(`${found.length} roles`)),
    ]
    await new Promise((resolve) => setImmediate(resolve))
    expect(settled).toEqual([])
    open()
    await Promise.all(calls)
    expect(settled.toSorted()).toEqual(['1 roles', 'access true', 'ready', 'ready'])
    expect(opened).toBe(1)
  })
})

describe('An authorizer of roles in code', () => {
  it('is ready at once', async () => {
    await expect(createAuthorizer({ permissions, roles }).ready()).resolves.toBeUndefined()
  })
})
