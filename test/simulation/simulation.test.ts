import { describe, expect, it } from 'vitest'
import { brokenBuild, brokenBuilds, shippedBuild } from './builds.ts'
import { judge, wrong } from './checker.ts'
import type { Verdict } from './checker.ts'
import type { Build } from './builds.ts'
import { kinds } from './changes.ts'
import { boundMs, simulate } from './simulate.ts'
import type { Simulated } from './simulate.ts'
import { initialTag } from './world.ts'

const run = async (
  build: Build,
  seed: number,
  minutes: number,
): Promise<Verdict & Pick<Simulated, 'alarms' | 'kinds' | 'restarts'>> => {
  const log = await simulate(build, seed, minutes)
  const { alarms, kinds: counts, restarts } = log
  return { ...judge(log, boundMs, initialTag), alarms, kinds: counts, restarts }
}

/** How many runs of five minutes a broken build may survive; most are caught in the first, none should need ten. */
const tries = 20

describe('the shipped store, through failovers, split brains, outages, stops and restarts', () => {
  it.each([1, 2])(
    'keeps every promise for 25 minutes (seed %i)',
    async (seed) => {
      const verdict = await run(await shippedBuild(), seed, 25)
      expect(verdict.violations.slice(0, 3)).toEqual([])
      // Failovers lose only what nobody was told to be done: nothing to stop everybody for.
      expect(verdict.alarms).toBe(0)
      // Whoever refuses everything keeps every promise: these show that there was something to break.
      expect(verdict.checks).toBeGreaterThan(250_000)
      expect(verdict.done).toBeGreaterThan(2_000)
      expect(verdict.granted).toBeGreaterThan(0.2)
      expect(verdict.tempting).toBeGreaterThan(0.1)
      expect(verdict.unavailable).toBeLessThan(0.08)
      expect(verdict.restarts).toBeGreaterThan(100)
      for (const kind of kinds) expect([kind, (verdict.kinds[kind] ?? 0) > 50]).toEqual([kind, true])
    },
    300_000,
  )

  it('runs the same way for the same seed', async () => {
    const [one, other] = [
      await simulate(await shippedBuild(), 3, 1),
      await simulate(await shippedBuild(), 3, 1),
    ]
    expect(one.checks.length).toBeGreaterThan(1_000)
    expect(other).toEqual(one)
  })
})

describe('a broken build', () => {
  it('exists for every way to break it that is known', () => {
    expect(brokenBuilds).toEqual([
      'counter-instead-of-tag',
      'found-done-and-not-looked-again',
      'lease-from-receipt',
      'log-entry-in-a-second-command',
      'no-confirmation-by-a-replica',
      'notice-extends-lease',
      'overtaken-record-kept',
      'own-lease-kept-after-a-write',
      'position-not-verified',
      'read-across-an-own-write-accepted',
      'reads-from-a-replica',
      'sliding-lease',
      'timer-instead-of-clock',
      'two-leases',
    ])
  })

  it.each(brokenBuilds)('%s gives wrong answers', async (name) => {
    const { build, remove } = await brokenBuild(name)
    try {
      for (let seed = 1; seed <= tries; seed++) if (wrong(await run(build, seed, 5)) > 0) return
      expect.fail(`${name} was not caught in ${tries} runs of 5 minutes`)
    } finally {
      remove()
    }
  })
})
