import { Random } from '../simulation/random.ts'
import { injections } from './injections/index.ts'
import type { Injection } from './injections/injection.ts'

/** Faults for one installation, which is made anew for the next ones. */
export interface Chunk {
  readonly requireReplicas: 0 | 1
  readonly seed: number
  /** What is done, one after the other; those of one list at the same time. */
  readonly rounds: readonly (readonly Injection[])[]
}

/** What is wanted of a run. */
export interface Wanted {
  readonly fault: string | undefined
  readonly injections: number
  readonly seed: number
  readonly broken: string | undefined
}

/** The most rounds of one installation: the events of all of them are judged together. */
const roundsEach = 25
/** Of sources that are broken: whoever looks for something wrong wants to know soon. */
const roundsEachBroken = 4

/** Faults that come in kinds that have to be seen in each run, however short. */
const allWays: readonly string[] = ['F1', 'F7', 'F8']

function chunked(list: readonly Injection[], seed: number, each: number): readonly Chunk[] {
  return ([1, 0] as const).flatMap((requireReplicas) => {
    const own = list.filter((injection) => injection.requireReplicas === requireReplicas)
    return Array.from({ length: Math.ceil(own.length / each) }, (_, n): Chunk => ({
      requireReplicas,
      seed: seed + n,
      rounds: own.slice(n * each, (n + 1) * each).map((one) => [one]),
    }))
  })
}

/** Each fault so often, in its different ways in turn. */
export function plan({ fault, injections: times, seed, broken }: Wanted): readonly Chunk[] {
  const random = new Random(seed)
  const byFault = Map.groupBy(
    injections.filter((one) => fault === undefined || one.fault === fault),
    (one) => one.fault,
  )
  const list = Array.from(byFault).flatMap(([name, ways]) => {
    const all = allWays.includes(name) || fault !== undefined
    const count = all && times > 0 ? Math.max(times, ways.length) : times
    const first = all ? 0 : random.below(ways.length)
    return Array.from({ length: count }, (_, n) => ways[(first + n) % ways.length] as Injection)
  })
  return chunked(list, seed, broken === undefined ? roundsEach : roundsEachBroken)
}

/** What may come together: one of all, one of a checking process and one of a writing process. */
const together: readonly (readonly string[])[] = [
  ['F1', 'F3', 'F13'],
  ['F4', 'F10', 'F12'],
  ['F6', 'F15'],
]

/** Several faults at once, chosen at random. None that leads links elsewhere: it would end what others do to them. */
export function combined(seed: number, rounds: number): Chunk {
  const random = new Random(seed)
  const able = injections.filter(({ requireReplicas }) => requireReplicas === 1)
  const one = (faults: readonly string[]): Injection =>
    random.of(able.filter(({ fault }) => faults.includes(fault)))
  return { requireReplicas: 1, seed, rounds: Array.from({ length: rounds }, () => together.map(one)) }
}
