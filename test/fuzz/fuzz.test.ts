// The fuzz targets in their short form. Longer, by time and with limits of time: pnpm test:fuzz --seconds 60
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { tooRare } from './target.ts'
import type { Within } from './target.ts'
import { targets } from './targets.ts'

const seed = Number(process.env['TRILATCH_SEED'] ?? Date.now() % 2_147_483_647)

/** Tests assert what is decided, never how long it took; the script does. */
const withoutClock: Within = (_, __, work) => work()

beforeAll(() => {
  // Doubtful contexts warn, each one of them.
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
})

describe(`Fuzzing, seed ${seed}`, () => {
  it.each(targets.map(({ target, cases }) => [cases, target.number, target.title, target] as const))(
    'finds nothing in %i cases of target %i, %s',
    async (cases, number, _, target) => {
      const run = await target.run({ seed, cases, within: withoutClock })
      expect(run.failure, `pnpm test:fuzz --target ${number} --seed ${seed}`).toBeUndefined()
      expect(run.cases).toBe(cases)
      expect(tooRare(target, run), 'kinds of inputs met too seldom').toEqual([])
    },
  )
})
