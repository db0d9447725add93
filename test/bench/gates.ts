import { frameworks } from './http.ts'
import type { HttpMeasures } from './http.ts'
import type { SingleMeasures } from './single.ts'

/** Medians over the rounds, by workload and peer. */
export interface PeerMedians {
  readonly ns?: number
  readonly listNs?: number
  readonly buildMs?: number
  readonly megabytes?: number
}

/** All that one run measured. */
export interface Measures {
  readonly peers: Readonly<Record<string, Readonly<Record<string, PeerMedians>>>>
  readonly single: SingleMeasures
  readonly http: HttpMeasures
}

/** One target: what is compared, the limit, and what the run gave. */
export interface Gate {
  readonly what: string
  readonly limit: number
  /** `at least` for how many times faster, `at most` for how many times slower, or an amount. */
  readonly kind: 'at least' | 'at most'
  readonly value: number
  /** The aim beyond the limit, where there is one. */
  readonly aim?: number
}

export const passes = ({ kind, value, limit }: Gate): boolean =>
  kind === 'at least' ? value >= limit : value <= limit

/** The targets, worked out for one run. Ratios of one run only: nanoseconds differ from machine to machine. */
export function gatesOf({ peers, single, http }: Measures): readonly Gate[] {
  const ns = (workload: string, peer: string): number => peers[workload]?.[peer]?.ns ?? Number.NaN
  const faster = (workload: string, peer: string): number => ns(workload, peer) / ns(workload, 'trilatch')
  const of = (workload: string, peer: string): PeerMedians => peers[workload]?.[peer] ?? {}
  const list = of('w4', 'trilatch').listNs ?? Number.NaN
  return [
    { what: 'W2, than CASL', kind: 'at least', limit: 4, aim: 10, value: faster('w2', 'casl') },
    { what: 'W3, than CASL', kind: 'at least', limit: 8, aim: 20, value: faster('w3', 'casl') },
    { what: 'W1 small, than CASL', kind: 'at least', limit: 1.2, value: faster('w1-small', 'casl') },
    { what: 'W1 large, than CASL', kind: 'at least', limit: 1.2, value: faster('w1-large', 'casl') },
    { what: 'W1 small, than casbin', kind: 'at least', limit: 2_000, value: faster('w1-small', 'casbin') },
    { what: 'W1 medium, than casbin', kind: 'at least', limit: 10_000, value: faster('w1-medium', 'casbin') },
    { what: 'W1 large, than casbin', kind: 'at least', limit: 100_000, value: faster('w1-large', 'casbin') },
    { what: 'W2, than casbin', kind: 'at least', limit: 10_000, value: faster('w2', 'casbin') },
    {
      what: 'W1 large ÷ W1 small',
      kind: 'at most',
      limit: 2,
      value: ns('w1-large', 'trilatch') / ns('w1-small', 'trilatch'),
    },
    {
      what: '1,000,000 rules ÷ 100 rules',
      kind: 'at most',
      limit: 2,
      value: single.rulesGrowth,
    },
    {
      what: 'W4 list, than CASL in a loop',
      kind: 'at least',
      limit: 200,
      aim: 500,
      value: (of('w4', 'casl').ns ?? Number.NaN) / list,
    },
    {
      what: 'W4 list, than can() in a loop',
      kind: 'at least',
      limit: 10,
      value: ns('w4', 'trilatch') / list,
    },
    {
      what: 'an unseen name ÷ a known one',
      kind: 'at most',
      limit: 4,
      value: single.unseenName / single.cachedName,
    },
    { what: 'W2 by name ÷ one Map.get', kind: 'at most', limit: 5, value: single.byName / single.mapGet },
    {
      what: 'memory of W3 ÷ CASL',
      kind: 'at most',
      limit: 1,
      value: (of('w3', 'trilatch').megabytes ?? Number.NaN) / (of('w3', 'casl').megabytes ?? Number.NaN),
    },
    {
      what: 'memory of W1 large, MB',
      kind: 'at most',
      limit: 60,
      value: of('w1-large', 'trilatch').megabytes ?? Number.NaN,
    },
    { what: 'heap after 3,000,000 names, MB', kind: 'at most', limit: 30, value: single.namesMegabytes },
    {
      what: 'build of W1 large, than casbin',
      kind: 'at least',
      limit: 1.2,
      value:
        (of('w1-large', 'casbin').buildMs ?? Number.NaN) / (of('w1-large', 'trilatch').buildMs ?? Number.NaN),
    },
    { what: 'rebuild of 2,000 rules, ms', kind: 'at most', limit: 10, value: single.rebuildMs },
    ...frameworks.map((framework) => ({
      what: `a guard of ${framework} over a no-op, µs`,
      kind: 'at most' as const,
      limit: 2,
      aim: 1,
      value: http[framework].over,
    })),
  ]
}
