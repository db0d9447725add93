// Large changes of a policy are made ready in slices, between which the process does other things. Time is the test's:
// each look at the clock takes five milliseconds, so two steps are a slice.
import { describe, expect, it } from 'vitest'
import { PolicyCompiler } from '../../src/authorizer/policy-compiler.ts'
import type { Pace } from '../../src/pace.ts'
import type { CompiledPolicy } from '../../src/decision/compiled-policy.ts'
import type { Role, StoredPolicy, StoreView } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

/** A policy of so many roles with one rule each; those of an earlier one stay the same objects. */
function policyOf(version: string, count: number, kept: readonly Role[] = []): StoredPolicy {
  const made = Array.from({ length: count - kept.length }, (_, i): Role => ({
    id: `${version}.${i}`,
    rules: [grant('job.run', `${version}${i}.*`)],
  }))
  const roles = new Map([...kept, ...made].map((role) => [role.id, { role, version }]))
  return { version, roles, mappings: [], mappingsVersion: version }
}
const rolesOf = (stored: StoredPolicy): Role[] => Array.from(stored.roles.values(), ({ role }) => role)

/** A compiler over a store that shows a policy, with all that was seen of its work. */
function make(msPerLook = 5) {
  const seen = { looks: 0, turns: 0, between: (_turn: number): void => {} }
  let time = 0
  const pace: Pace = {
    now: () => {
      seen.looks++
      time += msPerLook
      return time
    },
    turn: async () => seen.between(++seen.turns),
  }
  const compiler = new PolicyCompiler(permissions, pace)
  const store = { shown: policyOf('empty', 0) }
  const show = (): StoreView => ({ policy: store.shown, subject: null })
  /** What is used, and that it is what the store shows at that moment. */
  const use = () =>
    compiler.use(show, (policy, view): CompiledPolicy => {
      expect(view.policy).toBe(store.shown)
      expect(policy.version).toBe(store.shown.version)
      return policy
    })
  return { compiler, store, seen, use }
}

/** All of them, whether they were waited for or not. */
const all = (made: readonly (CompiledPolicy | PromiseLike<CompiledPolicy>)[]): Promise<CompiledPolicy[]> =>
  Promise.all(made.map(async (policy) => policy))

describe('A policy that the store shows', () => {
  it('is ready at once where it takes less than a slice', () => {
    const { store, use, seen } = make(0)
    store.shown = policyOf('v1', 1_280)
    expect(use()).toMatchObject({ version: 'v1' })
    expect(use()).toBe(use())
    expect(seen.turns).toBe(0)
  })

  it('is ready at once, and costs one look at the clock, where it is small', () => {
    const { store, use, seen } = make(1_000_000)
    store.shown = policyOf('v1', 60)
    expect(use()).toMatchObject({ version: 'v1' })
    expect(seen).toMatchObject({ looks: 1, turns: 0 })
  })

  it('is made in slices where one role alone takes longer', async () => {
    const { store, use, seen } = make()
    const rules = Array.from({ length: 2_560 }, (_, i) => grant('job.run', `a${i}.*`))
    store.shown = {
      ...policyOf('v1', 0),
      roles: new Map([['a', { role: { id: 'a', rules }, version: 'v1' }]]),
    }
    const made = use()
    expect(made).toBeInstanceOf(Promise)
    expect(await made).toMatchObject({ version: 'v1' })
    // A step is 256 rules, and two steps are a slice.
    expect(seen.turns).toBeGreaterThanOrEqual(5)
  })

  it('is made in slices where it takes longer, and the process has its turn between them', async () => {
    const { store, use, seen } = make()
    store.shown = policyOf('v1', 1_280)
    const made = use()
    expect(made).toBeInstanceOf(Promise)
    expect(await made).toMatchObject({ version: 'v1' })
    // 1,280 documents, as many roles with a rule each, and as many roles looked through: 20 steps of 256.
    expect(seen.turns).toBe(10)
  })

  it('is made from the one before: where few roles are new, there is little to do', async () => {
    const { store, use, seen } = make()
    store.shown = policyOf('v1', 1_280)
    const before = await use()
    const kept = rolesOf(store.shown).slice(0, -1)
    const turns = seen.turns
    store.shown = policyOf('v2', 1_280, kept)
    const after = await use()
    for (const { id } of kept) expect(after.roles.get(id)).toBe(before.roles.get(id))
    expect(after.roles.has('v2.0')).toBe(true)
    expect(seen.turns - turns).toBe(7)
  })

  it('is made once for all who ask', async () => {
    const { store, use, seen } = make()
    store.shown = policyOf('v1', 1_280)
    const late: ReturnType<typeof use>[] = []
    seen.between = (turn) => void (turn > 1 && late.push(use()))
    const first = use()
    const others = Array.from({ length: 50 }, use)
    const policies = await all([first, ...others])
    expect(new Set([...policies, ...(await all(late))]).size).toBe(1)
    expect(seen.turns).toBe(10)
    expect(late.length).toBe(9)
  })

  it('is made whole at once where nothing may happen before', () => {
    const { compiler, store, use, seen } = make()
    store.shown = policyOf('v1', 1_280)
    const policy = compiler.policyNow(store.shown)
    expect(policy.roles.size).toBe(1_280)
    expect(use()).toBe(policy)
    expect(seen).toMatchObject({ looks: 0, turns: 0 })
  })
})

describe('A version that comes while another is being made', () => {
  it('is what everybody gets, and takes over what was done', async () => {
    const { store, use, seen } = make()
    store.shown = policyOf('v1', 1_280)
    const roles = rolesOf(store.shown)
    const waiting = [use(), use()]
    seen.between = (turn) => {
      if (turn !== 3) return
      store.shown = policyOf('v2', 1_281, roles)
      waiting.push(use())
    }
    for (const policy of await all(waiting)) {
      expect(policy.version).toBe('v2')
      expect(policy.roles.size).toBe(1_281)
    }
    // Ten for the first, and fewer for the second, of which one role was new.
    expect(seen.turns).toBe(10 + 7)
  })

  it('ends in 503 when there are ten and more, one behind the other, and no one waits on', async () => {
    const { store, use, seen } = make()
    store.shown = policyOf('v0', 1_280)
    const waiting = use()
    seen.between = (turn) => {
      if (turn % 10 === 0) store.shown = policyOf(`v${turn}`, 1_280)
    }
    await expect(waiting).rejects.toMatchObject({
      code: 'TRILATCH_UNAVAILABLE',
      status: 503,
      message: 'The store shows another policy before the last one is ready.',
    })
    seen.between = () => {}
    expect(await use()).toMatchObject({ version: store.shown.version })
  })

  it('is waited for ten times', async () => {
    const { store, use, seen } = make()
    let versions = 0
    const next = (): void => void (store.shown = policyOf(`v${++versions}`, 1_280))
    next()
    // Another version as soon as one is ready: the last of ten turns.
    seen.between = (turn) => {
      if (turn % 10 === 0 && versions < 10) next()
    }
    expect(await use()).toMatchObject({ version: 'v10' })
    expect(seen.turns).toBe(100)
  })
})

describe('A policy that cannot be made', () => {
  const broken = (count: number): StoredPolicy => {
    const stored = policyOf('broken', count)
    const roles = new Map([...stored.roles, ['last', { role: null as never, version: 'x' }]])
    return { ...stored, roles }
  }

  it('fails at once where it is small, and for all who wait where it is large; another is made after it', async () => {
    const { store, use } = make()
    store.shown = broken(10)
    expect(use).toThrow(TypeError)
    store.shown = broken(1_280)
    const waiting = [use(), use(), use()]
    for (const result of await Promise.allSettled(waiting.map(async (made) => made)))
      expect(result.status).toBe('rejected')
    store.shown = policyOf('v1', 1_280)
    expect(await use()).toMatchObject({ version: 'v1' })
  })
})
