import type { Role, Rule } from '../specification/specification.ts'

/** One question: who, which permission, and on what. */
export interface Check {
  readonly user: number
  readonly permission: string
  readonly name?: string
}

/** A policy and questions about it, made from a fixed seed. */
export interface Workload {
  readonly title: string
  /** Declared permissions. */
  readonly permissions: readonly string[]
  readonly roles: readonly Role[]
  /** Roles of each user. */
  readonly users: readonly (readonly string[])[]
  readonly checks: readonly Check[]
}

/** A small generator of numbers from 0 to 1, the same everywhere (mulberry32). */
function random(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

function shuffle<T>(items: T[], next: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[items[i], items[j]] = [items[j] as T, items[i] as T]
  }
  return items
}

/** W1: casbin's own benchmark. Role i may read data i/10, user i has role i/10; half of the checks are denied. */
function casbinShape(title: string, roles: number): Workload {
  const next = random(1)
  const resources = roles / 10
  const checks = Array.from({ length: 1_000 }, (_, i): Check => {
    const user = Math.floor(next() * roles * 10)
    const own = Math.floor(user / 100)
    const other = (own + 1 + Math.floor(next() * (resources - 1))) % resources
    return { user, permission: 'data.read', name: `data${i % 2 === 0 ? own : other}` }
  })
  return {
    title,
    permissions: ['data.read'],
    roles: Array.from({ length: roles }, (_, i) => ({
      id: `group${i}`,
      rules: [{ permission: 'data.read', state: 'granted', context: `data${Math.floor(i / 10)}` }],
    })),
    users: Array.from({ length: roles * 10 }, (_, i) => [`group${Math.floor(i / 10)}`]),
    checks: shuffle(checks, next),
  }
}

/** 8 areas with 6 parts each, with 3 actions each: 144 leaves under 48 under 8. */
const tree: readonly string[] = Array.from({ length: 8 }, (_, a) =>
  Array.from({ length: 6 }, (_, b) => Array.from({ length: 3 }, (_, c) => `area${a}.part${b}.action${c}`)),
).flat(2)
/** All nodes; rules pick a level first, as people do: many rules stand high in the tree. */
const nodes = [
  ...new Set(
    tree.flatMap((leaf) => [leaf, leaf.split('.').slice(0, 2).join('.'), leaf.split('.')[0] as string]),
  ),
]

const levels = [1, 2, 3].map((depth) => nodes.filter((name) => name.split('.').length === depth))

function usersOf(next: () => number, roles: number): string[][] {
  return Array.from({ length: 200 }, () =>
    shuffle([...Array(roles).keys()], next)
      .slice(0, 4)
      .map((i) => `role${i}`),
  )
}

/** W2: 200 permissions in three levels, 20 roles of 20 rules, a third of them forbidding, 4 roles a user. */
function hierarchy(): Workload {
  const next = random(2)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T
  const rule = (): Rule => ({
    permission: pick(pick(levels)),
    state: next() < 0.35 ? 'forbidden' : 'granted',
  })
  const roles = Array.from({ length: 20 }, (_, i) => ({
    id: `role${i}`,
    rules: Array.from({ length: 20 }, rule),
  }))
  const checks = Array.from({ length: 1_000 }, (): Check => ({
    user: Math.floor(next() * 200),
    permission: pick(nodes),
  }))
  return { title: 'W2 hierarchy', permissions: nodes, roles, users: usersOf(next, 20), checks }
}

/** W3: 20 roles of 100 rules, each with a context, and 10,000 names. */
function contexts(
  title: string,
  of: (next: () => number, pick: <T>(items: readonly T[]) => T) => readonly Check[],
): Workload {
  const next = random(3)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T
  const context = (): string => {
    const [team, item] = [Math.floor(next() * 100), Math.floor(next() * 100)]
    const kind = next()
    if (kind < 0.5) return `team${team % 10}*`
    if (kind < 0.8) return `team${team}.*`
    if (kind < 0.9) return `team${team}.item${item}`
    return pick([`team?.item${item}`, `*.item${item}`, `team[1-4]*.item${item}`])
  }
  const rule = (): Rule => ({
    permission: pick(pick(levels)),
    state: next() < 0.35 ? 'forbidden' : 'granted',
    context: context(),
  })
  const roles = Array.from({ length: 20 }, (_, i) => ({
    id: `role${i}`,
    rules: Array.from({ length: 100 }, rule),
  }))
  return { title, permissions: nodes, roles, users: usersOf(next, 20), checks: of(next, pick) }
}

/** 10,000 distinct names. */
export const names: readonly string[] = Array.from(
  { length: 10_000 },
  (_, i) => `team${i % 100}.item${Math.floor(i / 100)}`,
)

/** Workloads by name; made when asked for. */
export const workloads: Readonly<Record<string, () => Workload>> = {
  'w1-small': () => casbinShape('W1 small', 100),
  'w1-medium': () => casbinShape('W1 medium', 1_000),
  'w1-large': () => casbinShape('W1 large', 10_000),
  w2: hierarchy,
  w3: () =>
    contexts('W3 contexts', (next, pick) =>
      Array.from({ length: 10_000 }, () => ({
        user: Math.floor(next() * 200),
        permission: pick(tree),
        name: pick(names),
      })),
    ),
  // The permission and the user are those of whom about half of the list is visible.
  w4: () =>
    contexts('W4 list', () => names.map((name) => ({ user: 3, permission: 'area0.part2.action0', name }))),
}
