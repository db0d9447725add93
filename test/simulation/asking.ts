import type { RedisStore } from '@trilatch/store-redis'
import { gone } from './events.ts'
import type { CheckEvent, Found } from './events.ts'
import type { Process } from './place.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import { base, roles, subjects } from './world.ts'

/** How often a process asks, on average, in milliseconds. */
const everyMs = 25
/** How many pairs of things that come and go are asked about. */
const maxPairs = 12

type Pair = readonly [role: string, subject: string]

/** Has processes ask for accesses, and notes what they find. */
export class Asking {
  readonly #scheduler: Scheduler
  readonly #random: Random
  readonly checks: CheckEvent[] = []
  /** Roles and subjects that are made and removed, the newest last. */
  #pairs: readonly Pair[] = []

  constructor(scheduler: Scheduler, random: Random) {
    this.#scheduler = scheduler
    this.#random = random
  }

  /** From now on also this is asked about. */
  about(role: string, subject: string): void {
    this.#pairs = [...this.#pairs, [role, subject] as const].slice(-maxPairs)
  }

  /** Has a process ask at random moments; now and then it does not for a while. */
  start(asker: Process): void {
    const { now } = this.#scheduler
    const random = this.#random
    if (random.chance(0.0002)) asker.idleUntil = now + random.between(1_000, 15_000)
    const wait = Math.max(asker.idleUntil - now, random.wait(everyMs))
    this.#scheduler.in(
      wait,
      () => {
        this.start(asker)
        const comesAndGoes = this.#pairs.length > 0 && random.chance(0.3)
        const pair: Pair = comesAndGoes ? random.of(this.#pairs) : [random.of(roles), random.of(subjects)]
        return this.ask(asker, ...pair)
      },
      asker,
    )
  }

  /** @returns `false` when the answer was there at once */
  ask(asker: Process, role: string, subject: string): boolean {
    const start = this.#scheduler.now
    const about = { process: asker.name, role, subject, start }
    const note = (found: Found | undefined): void =>
      void this.checks.push({ ...about, end: this.#scheduler.now, found })
    const view = asker.view(role, subject)
    if (!(view instanceof Promise)) {
      note(foundIn(view, role))
      return false
    }
    view.then(
      (seen) => note(foundIn(seen, role)),
      () => note(undefined),
    )
    return true
  }
}

function foundIn({ policy, subject }: Awaited<ReturnType<RedisStore['view']>>, asked: string): Found {
  const stored = policy.roles.get(asked)
  return {
    roleTag: stored?.version ?? gone,
    subjectTag: subject?.version ?? gone,
    mappingsTag: policy.mappingsVersion,
    granted: stored?.role.rules[0]?.state === 'granted',
    inherits: stored?.role.inherits?.includes(base) ?? false,
    holds: new Set(subject?.assignments.map(({ role, scope }) => (scope === undefined ? role : `${role}@`))),
    suspended: subject?.suspended ?? false,
    mapped: policy.mappings.flatMap((row) => row.roles),
  }
}
