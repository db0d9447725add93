// What is measured of Trilatch alone, in a process of its own: floors, unseen names, rebuilding, size. Prints JSON.
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import type { Access, Role } from '@trilatch/core'
import { compilePolicy } from '../../packages/core/src/decision/compiled-policy.ts'
import { workloads } from './workloads.ts'
import type { Workload } from './workloads.ts'
import { median } from './percentile.ts'

/** What this process measured; times in nanoseconds unless their name says otherwise. */
export interface SingleMeasures {
  /** `Map.get` among 200 keys, the strings' hashes known: the floor of every check by name. */
  readonly mapGet: number
  /** W2 with the subject looked up by id among 200. */
  readonly byName: number
  readonly cachedName: number
  readonly unseenName: number
  /** Making the policy of W3, 2,000 rules, ready to be asked. */
  readonly rebuildMs: number
  /** A check with a policy of so many rules. */
  readonly rules100: number
  readonly rules1000000: number
  /** How much longer the second takes than the first: the median of pairs, each taken one right behind the other. */
  readonly rulesGrowth: number
  /** How much the heap grew over three million distinct names. */
  readonly namesMegabytes: number
}

let sink = 0

/** Nanoseconds of one call, the median of 15 samples behind a warm-up. */
function time(run: () => void, calls: number): number {
  for (let i = 0; i < 20; i++) run()
  const samples = Array.from({ length: 15 }, () => {
    const start = performance.now()
    for (let i = 0; i < 5; i++) run()
    return ((performance.now() - start) * 1e6) / calls / 5
  })
  return median(samples)
}

async function accessesOf(workload: Workload): Promise<Access[]> {
  const permissions = definePermissions(Object.fromEntries(workload.permissions.map((name) => [name, name])))
  const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles: workload.roles }) })
  return Promise.all(workload.users.map((roles, i) => authorizer.access({ id: `user${i}`, roles })))
}

function floor(): number {
  const keys = Array.from({ length: 200 }, (_, i) => `area${i % 8}.part${i % 48}.action${i}`)
  const map = new Map(keys.map((key, i) => [key, i]))
  // Equal strings that are not the same, each whole: a piece of another one would be compared slowly.
  const asked = keys.map((key) => Buffer.from(key).toString('latin1'))
  for (const key of asked) map.get(key)
  return time(() => {
    for (const key of asked) sink += map.get(key) as number
  }, asked.length)
}

async function byName(): Promise<number> {
  const workload = workloads['w2']!()
  const accesses = await accessesOf(workload)
  const byId = new Map(accesses.map((access, i) => [`user${i}`, access]))
  const ids = workload.checks.map(({ user }) => `user${user}`)
  const asked = workload.checks.map(({ permission }) => permission)
  return time(() => {
    for (let i = 0; i < ids.length; i++) if (byId.get(ids[i]!)!.can(asked[i]!)) sink++
  }, ids.length)
}

async function nameTimes(): Promise<{ cachedName: number; unseenName: number }> {
  const workload = workloads['w3']!()
  const accesses = await accessesOf(workload)
  const { checks } = workload
  const run = (names: readonly string[]): void => {
    for (let i = 0; i < checks.length; i++)
      if (accesses[checks[i]!.user]!.can(checks[i]!.permission, names[i]!)) sink++
  }
  const known = checks.map(({ name }) => name as string)
  const cachedName = time(() => run(known), checks.length)
  const samples = Array.from({ length: 24 }, (_, round) => {
    // As they come from a request or a database: whole strings, whose hashes nobody has computed.
    const fresh = known.map((name, i) => Buffer.from(`${name}.${round}.${i}`).toString('latin1'))
    const start = performance.now()
    run(fresh)
    return ((performance.now() - start) * 1e6) / checks.length
  })
  return { cachedName, unseenName: median(samples.slice(8)) }
}

function rebuild(): number {
  const { permissions: names, roles } = workloads['w3']!()
  const permissions = definePermissions(Object.fromEntries(names.map((name) => [name, name])))
  const samples = Array.from({ length: 30 }, (_, i) => {
    const start = performance.now()
    sink += compilePolicy(String(i), roles, permissions).roles.size
    return performance.now() - start
  })
  return median(samples.slice(10))
}

/** A thousand checks in a policy of so many rules; the questions, and who asks, stay the same. */
async function withRules(count: number): Promise<() => void> {
  const permissions = definePermissions({ 'design.view': 'View', 'design.edit': 'Edit' })
  const perRole = 1_000
  const rule = (i: number): Role['rules'][number] => ({
    permission: 'design.view',
    state: i % 3 === 0 ? 'forbidden' : 'granted',
    context: `team${i}.*`,
  })
  const roles: Role[] = []
  for (let from = 0; from < count; from += perRole) {
    const rules = Array.from({ length: Math.min(perRole, count - from) }, (_, i) => rule(from + i))
    roles.push({ id: `role${from}`, rules })
  }
  const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles }) })
  const access = await authorizer.access({ id: 'somebody', roles: ['role0'] })
  const names = Array.from({ length: 1_000 }, (_, i) => `team${i % 120}.item${i}`)
  return () => {
    for (const name of names) if (access.can('design.view', name)) sink++
  }
}

/** Taking turns: what else the machine does meets both alike. */
async function growth(): Promise<Pick<SingleMeasures, 'rules100' | 'rules1000000' | 'rulesGrowth'>> {
  const [few, many] = [await withRules(100), await withRules(1_000_000)]
  globalThis.gc?.()
  const pairs = Array.from({ length: 9 }, () => [time(few, 1_000), time(many, 1_000)] as const)
  return {
    rules100: median(pairs.map(([first]) => first)),
    rules1000000: median(pairs.map(([, second]) => second)),
    rulesGrowth: median(pairs.map(([first, second]) => second / first)),
  }
}

async function namesMegabytes(): Promise<number> {
  const [access] = await accessesOf(workloads['w3']!())
  const heap = (): number => {
    globalThis.gc?.()
    return process.memoryUsage().heapUsed / 1e6
  }
  const before = heap()
  for (let i = 0; i < 3_000_000; i++)
    if (access!.can('area0.part0.action0', `team${i % 100}.item${i}`)) sink++
  return heap() - before
}

// First: a large policy that is collected meanwhile would count as memory given back.
const names = await namesMegabytes()
const measures: SingleMeasures = {
  mapGet: floor(),
  byName: await byName(),
  ...(await nameTimes()),
  rebuildMs: rebuild(),
  ...(await growth()),
  namesMegabytes: names,
}
console.log(JSON.stringify(measures))
