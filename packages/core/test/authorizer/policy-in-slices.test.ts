// A policy of many roles that changes as a whole: whoever asks meanwhile waits, and is answered by the new one.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { Access, Role, Rule, Store, StoredPolicy, StoreView } from '../../src/index.ts'
import { isThenable } from '../../src/maybe-promise.ts'
import { forbid, grant, permissions } from './support.ts'

const count = 1_000
/** A generator of numbers below a bound, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * below)
  }
}
const asked = ['job.run', 'project.join', 'project.create'] as const
const contexts = [undefined, 'eu.*', '*.1', 'eu.1', 'a?/**', 'eu/**']
/** Stored by others: there is no such permission, and no such context. */
const unacceptable: readonly Rule[] = [grant('job.walk'), forbid('job', '['), grant('job', '[')]

/** Roles of all kinds, what cannot be accepted among them. */
function rolesOf(seed: number): Role[] {
  const next = numbers(seed)
  const rule = (): Rule => {
    if (next(60) === 0) return unacceptable[next(3)] as Rule
    const permission = ['job.run', 'project', 'project.join', '*'][next(4)] as string
    return (next(3) === 0 ? forbid : grant)(permission, contexts[next(contexts.length)])
  }
  return Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    administrator: next(200) === 0,
    inherits: next(3) === 0 ? [`r${next(count + 50)}`] : [],
    rules: Array.from({ length: next(4) }, rule),
  }))
}

/** A store whose policy can be exchanged. */
function showing(roles: readonly Role[]) {
  const policyOf = (all: readonly Role[], version: string): StoredPolicy => ({
    version,
    roles: new Map(all.map((role) => [role.id, { role, version }])),
    mappings: [],
    mappingsVersion: version,
  })
  let policy = policyOf(roles, 'v1')
  const store: Store = { ...memoryStore(), view: () => ({ policy, subject: null }) }
  return { store, change: (to: readonly Role[], version: string) => void (policy = policyOf(to, version)) }
}

const runner: Role = { id: 'runner', rules: [grant('job.run')] }
const ann = { id: 'ann', roles: ['runner'] }

beforeEach(() => {
  // Each look at the clock takes five milliseconds, so that what is large needs several slices on any machine.
  let time = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (time += 5))
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('While a large change is made ready', () => {
  it('accesses wait, share the work, and obey it; before and after it they are had at once', async () => {
    const { store, change } = showing([...rolesOf(1), runner])
    const authorizer = createAuthorizer({ permissions, store })
    await authorizer.ready()
    const before = authorizer.obtain(ann) as Access
    expect(before.can('job.run')).toBe(true)
    change([...rolesOf(2), { ...runner, rules: [] }], 'v2')
    const obtained = [
      authorizer.obtain(ann),
      authorizer.obtain({ id: 'ben', roles: ['runner'] }),
      authorizer.obtain(null),
    ]
    expect(obtained.map(isThenable)).toEqual([true, true, true])
    const decision = authorizer.decide(ann, 'job.run')
    const tree = authorizer.roleTree('runner')
    for (const access of await Promise.all(obtained.map(async (access) => access))) {
      expect(access.version).toBe('v2')
      expect(access.can('job.run')).toBe(false)
    }
    expect(await decision).toMatchObject({ state: 'forbidden', version: 'v2' })
    expect((await tree).rows.every(({ state }) => state !== 'granted')).toBe(true)
    expect(isThenable(authorizer.obtain(ann))).toBe(false)
    // The old snapshot stays what it was.
    expect(before.version).toBe('v1')
    expect(before.can('job.run')).toBe(true)
  })

  it('the view is taken anew: what was assigned or suspended meanwhile is seen', async () => {
    const { store, change } = showing([...rolesOf(1), runner])
    let suspended = false
    const authorizer = createAuthorizer({
      permissions,
      store: {
        ...store,
        view: async (id) => {
          const { policy } = await store.view(id)
          return {
            policy,
            subject:
              id === null ? null : { id, version: '1', epoch: '', suspended, assignments: [], groups: [] },
          }
        },
      },
    })
    expect((await authorizer.access(ann)).can('job.run')).toBe(true)
    change([...rolesOf(2), runner], 'v2')
    const waiting = authorizer.access(ann)
    await new Promise((resolve) => void setImmediate(resolve))
    suspended = true
    expect(await waiting).toMatchObject({ version: 'v2', suspended: true })
  })

  it('a second look waits too: a session that began elsewhere comes with a policy that is not ready', async () => {
    const { store, change } = showing([...rolesOf(1), runner])
    let epoch = 'old'
    const view = async (id: string | null): Promise<StoreView> => {
      const { policy } = await store.view(id)
      const record = { id: 'ann', version: '1', epoch, suspended: false, assignments: [], groups: [] }
      return { policy, subject: id === null ? null : record }
    }
    const rereads: (string | null)[] = []
    const reread = (id: string | null): Promise<StoreView> => {
      rereads.push(id)
      epoch = 'new'
      change([...rolesOf(2), runner], 'v2')
      return view(id)
    }
    const authorizer = createAuthorizer({ permissions, store: { ...store, view, reread } })
    expect(await authorizer.access(ann)).toMatchObject({ version: 'v1', subjectId: 'ann' })
    const access = await authorizer.access({ ...ann, epoch: 'new' })
    expect(access).toMatchObject({ version: 'v2', subjectId: 'ann' })
    expect(access.can('job.run')).toBe(true)
    expect(rereads).toEqual(['ann'])
  })

  it('an authorizer that is closed gives no access any more', async () => {
    const { store, change } = showing(rolesOf(1))
    const authorizer = createAuthorizer({ permissions, store })
    await authorizer.ready()
    change(rolesOf(2), 'v2')
    const waiting = authorizer.access(ann)
    await authorizer.close()
    await expect(waiting).rejects.toMatchObject({ code: 'TRILATCH_CLOSED', status: 503 })
  })

  it('`ready` waits too: the first policy is made in slices like any other', async () => {
    const { store } = showing([...rolesOf(1), runner])
    const authorizer = createAuthorizer({ permissions, store })
    const turns = vi.spyOn(globalThis, 'setImmediate')
    const accesses = [authorizer.access(ann), authorizer.access(ann)]
    await authorizer.ready()
    expect(turns.mock.calls.length).toBeGreaterThan(3)
    expect(isThenable(authorizer.obtain(ann))).toBe(false)
    for (const access of await Promise.all(accesses)) expect(access.can('job.run')).toBe(true)
  })
})

describe('What needs no slices', () => {
  it('roles given in code are ready when the authorizer is made, however many', () => {
    const roles = Array.from({ length: count }, (_, i): Role => ({ ...runner, id: `runner${i}` }))
    const authorizer = createAuthorizer({ permissions, roles: roles as never })
    expect((authorizer.obtain({ id: 'ann', roles: ['runner7'] }) as Access).can('job.run')).toBe(true)
  })

  it('a small change of a policy of some dozens of roles is there at once', async () => {
    const roles = rolesOf(1).slice(0, 30)
    const { store, change } = showing([...roles, runner])
    const authorizer = createAuthorizer({ permissions, store })
    await authorizer.ready()
    change([...roles, { ...runner, rules: [] }], 'v2')
    expect(authorizer.obtain(ann)).toMatchObject({ version: 'v2' })
  })
})

it('A policy that was made in slices answers, and is faulted, as one that was made at once', async () => {
  const next = numbers(7)
  const [first, second] = [rolesOf(1), rolesOf(2)]
  // Half of the roles stay as they are.
  const mixed = second.map((role, i) => (i % 2 === 0 ? role : (first[i] as Role)))
  const { store, change } = showing(first)
  const authorizer = createAuthorizer({ permissions, store })
  await authorizer.ready()
  change(mixed, 'v2')
  expect(isThenable(authorizer.obtain(null))).toBe(true)
  const atOnce = createAuthorizer({ permissions, store: showing(mixed).store })
  vi.restoreAllMocks()
  await atOnce.ready()
  for (let i = 0; i < 100; i++) {
    const subject = { id: `s${i}`, roles: [`r${next(count)}`, `r${next(count)}`] }
    const [sliced, whole] = await Promise.all([authorizer.access(subject), atOnce.access(subject)])
    for (const permission of asked) {
      expect(sliced.can(permission)).toBe(whole.can(permission))
      expect(sliced.canSome(permission)).toBe(whole.canSome(permission))
      for (const name of ['eu.1', 'eu.2', 'us.1', 'ab/c', 'eu.x/1']) {
        const { version: _, ...said } = sliced.decide(permission, name)
        expect(whole.decide(permission, name)).toMatchObject(said)
        expect(sliced.can(permission, name)).toBe(said.state === 'granted')
      }
    }
  }
  expect(await authorizer.diagnostics()).toEqual(await atOnce.diagnostics())
})
