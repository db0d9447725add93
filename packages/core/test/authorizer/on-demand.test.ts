// A process that does not hold the policy answers as one that does; what it finds under a key is never believed as it is.
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Authorizer, OnDemandStore, Store } from '../../src/index.ts'
import { describe, expect, it } from 'vitest'
import { Bundles } from '../../src/authorizer/bundles.ts'
import { forbid, grant } from './support.ts'

const permissions = definePermissions({
  'job.run': 'Run Job',
  'job.view': 'View Job',
  'file.read': 'Read File',
})
const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'base', rules: [grant('job.view'), forbid('job.run', 'secret.*')] },
  { id: 'lead', inherits: ['base'], rules: [grant('job'), grant('file.read', 'docs/**')] },
  { id: 'guest', rules: [grant('job.view', 'public.*')] },
]
const assignments = [
  { subject: 'ann', role: 'lead' },
  { subject: 'ben', role: 'lead', scope: 'eu.*' },
  { subject: 'root', role: 'admin' },
  { subject: 'odd', role: 'base' },
]

interface Watched {
  readonly store: Store
  readonly bundles: Map<string, unknown>
  readonly calls: Record<Exclude<keyof OnDemandStore, 'open'>, number>
}

/** A memory store whose on-demand side is counted, and whose bundles lie open. */
function watched(): Watched {
  const store = memoryStore({ roles, assignments })
  const inner = store.onDemand as OnDemandStore
  const bundles = new Map<string, unknown>()
  const calls = { view: 0, reread: 0, bundle: 0, putBundle: 0, roles: 0 }
  const onDemand: OnDemandStore = {
    view: (subject) => {
      calls.view++
      return inner.view(subject)
    },
    reread: (subject) => {
      calls.reread++
      return inner.reread(subject)
    },
    bundle: async (key) => {
      calls.bundle++
      return structuredClone(bundles.get(key) ?? null)
    },
    putBundle: async (key, bundle) => {
      calls.putBundle++
      bundles.set(key, structuredClone(bundle))
    },
    roles: async (policy, ids) => {
      calls.roles++
      return inner.roles(policy, ids)
    },
  }
  return { store: { ...store, deadlineMs: 1_000, onDemand }, bundles, calls }
}
const make = (store: Store, options: object = {}): Authorizer =>
  createAuthorizer({ permissions, store, policy: 'on-demand', anonymousRoles: ['guest'], ...options })
const subjects = [{ id: 'ann' }, { id: 'ben' }, { id: 'root' }, { id: 'odd' }, { id: 'new' }, null]

/** All that an access says. */
async function said(authorizer: Authorizer): Promise<unknown> {
  const answers = []
  for (const subject of subjects) {
    const access = await authorizer.access(subject)
    for (const { name } of permissions.nodes) {
      answers.push(access.can(name), access.canSome(name), access.contexts(name), access.explain(name))
      for (const resource of ['eu.1', 'secret.x', 'docs/a', 'public.x', 'a/'])
        answers.push(access.can(name, resource), access.explain(name, resource))
      answers.push(access.filter(name, ['eu.1', 'secret.x', 'docs/a/b', 'public.x']))
    }
    answers.push(access.permissions(), access.version)
  }
  return answers
}

describe('A process with `policy: on-demand`', () => {
  it('says what one with the policy says, by bundles of its own and by those of others', async () => {
    const { store, calls } = watched()
    const wanted = await said(createAuthorizer({ permissions, store, anonymousRoles: ['guest'] }))
    expect(await said(make(store))).toEqual(wanted)
    const made = calls.roles
    expect(await said(make(store))).toEqual(wanted)
    // The second asks for the roles that options name when it starts, and for no others.
    expect(calls.roles).toBe(made + 1)
  })

  it('asks for a bundle once for all that have the same roles, and for nothing when it is asked again', async () => {
    const { store, calls } = watched()
    const authorizer = make(store)
    await authorizer.ready()
    const subject = (id: number) => ({ id: `s${id}`, roles: ['lead'] })
    await Promise.all(Array.from({ length: 100 }, (_, i) => authorizer.access(subject(i))))
    expect([calls.bundle, calls.putBundle]).toEqual([1, 1])
    expect(authorizer.obtain(subject(1))).not.toBeInstanceOf(Promise)
    expect(authorizer.health().bundles).toEqual({
      held: 1,
      found: 0,
      made: 1,
      written: 1,
      unwritten: 0,
      rejected: 0,
    })
  })

  it('obeys a write at once, and lets go of what it held', async () => {
    const { store } = watched()
    const authorizer = make(store)
    const manager = authorizer.manage('tester')
    expect((await authorizer.access({ id: 'ann' })).can('job.run', 'x')).toBe(true)
    await manager.setRule('lead', forbid('job'), await manager.role('lead'))
    expect((await authorizer.access({ id: 'ann' })).can('job.run', 'x')).toBe(false)
    await manager.unassign({ subject: 'ann', role: 'lead' })
    expect((await authorizer.access({ id: 'ann' })).decide('job.view').reason).toBe('nothing-granted')
    expect(authorizer.health().bundles?.held).toBe(2)
  })

  it.each(['bundle', 'roles'] as const)(
    'gives nothing that was taken away while it waited for: %s',
    async (method) => {
      const { store } = watched()
      const inner = store.onDemand as OnDemandStore
      const manager = createAuthorizer({ permissions, store, anonymousRoles: ['guest'] }).manage('elsewhere')
      let revoke = true
      const meanwhile = async <T>(fetch: () => Promise<T>): Promise<T> => {
        const found = await fetch()
        if (revoke) await manager.unassign({ subject: 'ann', role: 'lead' })
        revoke = false
        return found
      }
      const onDemand: OnDemandStore = {
        ...inner,
        bundle: (key) => (method === 'bundle' ? meanwhile(() => inner.bundle(key)) : inner.bundle(key)),
        roles: (policy, ids) =>
          method === 'roles' && ids.includes('lead')
            ? meanwhile(() => inner.roles(policy, ids))
            : inner.roles(policy, ids),
      }
      const access = await make({ ...store, onDemand }).access({ id: 'ann' })
      expect(revoke).toBe(false)
      expect(access.can('job.run', 'x')).toBe(false)
    },
  )

  it('begins anew when the policy becomes another while it reads roles, and mixes none', async () => {
    const { store } = watched()
    const inner = store.onDemand as OnDemandStore
    const manager = createAuthorizer({ permissions, store, anonymousRoles: ['guest'] }).manage('elsewhere')
    let changes = 3
    const onDemand: OnDemandStore = {
      ...inner,
      roles: async (policy, ids) => {
        if (ids.includes('lead') && changes-- > 0)
          await manager.setRule('lead', forbid('job', `a${changes}.*`), await manager.role('lead'))
        return inner.roles(policy, ids)
      },
    }
    const access = await make({ ...store, onDemand }).access({ id: 'ann' })
    expect(access.version).toBe((await store.view(null)).policy.version)
    expect(['a0.x', 'a1.x', 'a2.x', 'b.x'].map((name) => access.can('job.run', name))).toEqual([
      false,
      false,
      false,
      true,
    ])
    changes = 1_000
    await expect(make({ ...store, onDemand }).access({ id: 'ben' })).rejects.toMatchObject({
      code: 'TRILATCH_UNAVAILABLE',
    })
  })

  it('is unavailable when nothing comes in time, and lets others wait no longer', async () => {
    const { store } = watched()
    const inner = store.onDemand as OnDemandStore
    const onDemand: OnDemandStore = { ...inner, bundle: () => new Promise(() => {}) }
    const authorizer = make({ ...store, deadlineMs: 30, onDemand })
    await authorizer.ready()
    const asked = Array.from({ length: 20 }, (_, i) => authorizer.access({ id: `s${i}`, roles: [`r${i}`] }))
    for (const { status } of await Promise.allSettled(asked)) expect(status).toBe('rejected')
  })

  it('keeps a bounded number of bundles', async () => {
    const onDemand = watched().store.onDemand as OnDemandStore
    const bundles = new Bundles(permissions, onDemand, 5)
    const { policy } = await onDemand.view(null)
    bundles.at('here')
    for (let i = 0; i < 30; i++) {
      const given = [{ role: 'base', scope: `s${i}.*` }]
      await bundles.fetch(`key ${i}`, { position: 'here', catalogue: '', anonymous: false, given, policy })
      expect(bundles.counters.held).toBeLessThanOrEqual(10)
    }
    expect([bundles.counters.made, bundles.get('key 29') === undefined, bundles.get('key 1')]).toEqual([
      30,
      false,
      undefined,
    ])
  })

  it('has nobody signed in whose session has ended, and looks once more before it says so', async () => {
    const { store, calls } = watched()
    const authorizer = make(store)
    const manager = authorizer.manage('boss')
    const { epoch } = await manager.beginSession('ann')
    const asked = { id: 'ann', roles: ['admin'], epoch }
    expect((await authorizer.access(asked)).can('job.run')).toBe(true)
    expect(calls.reread).toBe(0)
    await manager.endSessions('ann')
    for (let i = 0; i < 3; i++) {
      const access = await authorizer.access(asked)
      expect([access.signedIn, access.subjectId]).toEqual([false, null])
      expect(access.can('job.run')).toBe(false)
      expect(access.can('job.view', 'public.x')).toBe(true)
    }
    expect(calls.reread).toBeGreaterThan(0)
    expect((await authorizer.access({ id: 'ann' })).can('job.run')).toBe(true)
    const { epoch: next } = await manager.beginSession('ann')
    expect((await authorizer.access({ id: 'ann', epoch: next })).subjectId).toBe('ann')
  })

  it('takes a session that another process has just begun, by reading the record anew', async () => {
    const { store } = watched()
    const inner = store.onDemand as OnDemandStore
    const before = await inner.view('ann')
    let stale = true
    const onDemand: OnDemandStore = {
      ...inner,
      view: (id) => (stale && id === 'ann' ? before : inner.view(id)),
    }
    const authorizer = make({ ...store, onDemand })
    const elsewhere = createAuthorizer({ permissions, store, anonymousRoles: ['guest'] }).manage('boss')
    await authorizer.ready()
    const { epoch } = await elsewhere.beginSession('ann')
    // The first look brings the record; until the view has it too, each access looks anew or waits a moment.
    const access = authorizer.access({ id: 'ann', epoch })
    stale = false
    expect((await access).subjectId).toBe('ann')
  })

  it('lists roles that count for nothing, with their reasons', async () => {
    const { store } = watched()
    const given = {
      id: 'x',
      roles: ['ghost', { role: 'admin', scope: 'a.*' }, { role: 'base', scope: 'a//b' }],
    }
    const messages = async (authorizer: Authorizer): Promise<unknown> => {
      await authorizer.access(given)
      const found = await authorizer.diagnostics()
      return found.filter(({ kind }) => kind === 'role-ignored').map(({ message }) => message)
    }
    const wanted = await messages(createAuthorizer({ permissions, store, anonymousRoles: ['guest'] }))
    expect(wanted).toHaveLength(3)
    expect(await messages(make(store))).toEqual(wanted)
  })

  it('does not start when an option names a role that there is not', async () => {
    await expect(make(watched().store, { anonymousRoles: ['gost'] }).ready()).rejects.toMatchObject({
      code: 'TRILATCH_OPTION_INVALID',
      message: expect.stringContaining('unknown role "gost"'),
    })
  })

  it('does nothing with bundles while it is switched off', async () => {
    const { store, calls } = watched()
    const authorizer = make(store, { enabled: false })
    await authorizer.ready()
    expect((await authorizer.access({ id: 'ann' })).can('job.run')).toBe(true)
    expect([calls.bundle, calls.putBundle]).toEqual([0, 0])
  })

  it('is refused over a store that does not offer it, and with roles in code', () => {
    const { onDemand: _, ...rest } = memoryStore()
    const refused = { code: 'TRILATCH_OPTION_INVALID', message: expect.stringContaining('policy') }
    expect(() => make(rest)).toThrow(expect.objectContaining(refused))
    const inCode = { permissions, roles: [], policy: 'on-demand' } as const
    expect(() => createAuthorizer(inCode)).toThrow(expect.objectContaining(refused))
    expect(() => make(memoryStore(), { policy: 'all' })).toThrow(expect.objectContaining(refused))
  })

  it('is unavailable, and never lets through, when the store fails anywhere', async () => {
    for (const method of ['view', 'bundle', 'roles'] as const) {
      const { store } = watched()
      let failing = false
      const inner = store.onDemand as OnDemandStore
      const broken = (): never => {
        throw new Error('gone')
      }
      const onDemand = {
        ...inner,
        [method]: (...args: never[]) =>
          failing ? broken() : (inner[method] as never as (...given: never[]) => unknown)(...args),
      }
      const authorizer = make({ ...store, onDemand })
      await authorizer.ready()
      failing = true
      await expect(authorizer.access({ id: 'ann' })).rejects.toMatchObject({ code: 'TRILATCH_UNAVAILABLE' })
    }
  })

  it('answers although a bundle cannot be written, and says so', async () => {
    const { store } = watched()
    const onDemand = {
      ...(store.onDemand as OnDemandStore),
      putBundle: () => Promise.reject(new Error('full')),
    }
    const authorizer = make({ ...store, onDemand })
    expect((await authorizer.access({ id: 'ann' })).can('job.view')).toBe(true)
    await Promise.resolve()
    expect(authorizer.health().bundles).toMatchObject({ made: 1, unwritten: 1, written: 0 })
  })
})
