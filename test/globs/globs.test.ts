import fc from 'fast-check'
import { minimatch } from 'minimatch'
import { describe, expect, it, vi } from 'vitest'
import { createAuthorizer, definePermissions } from '@trilatch/core'
import { parseContext } from '../../packages/core/src/context/context.ts'
import { scanContext } from '../../packages/core/src/context/scan-context.ts'
import { naiveMatch } from './naive-glob.ts'
import { pairArbitrary } from './pairs.ts'

// The dialect three times over: minimatch with the options of section 2.3, the product's shortcuts, and a matcher
// that was written from the text alone. More pairs or another seed: TRILATCH_CASES=… TRILATCH_SEED=… pnpm test
const cases = Number(process.env['TRILATCH_CASES'] ?? 100_000)
const seed = Number(process.env['TRILATCH_SEED'] ?? Date.now() % 2_147_483_647)

/** The options as the design writes them down, on purpose not those of the source. */
const pinned = {
  dot: true,
  nonegate: true,
  nocomment: true,
  nobrace: true,
  noext: true,
  platform: 'linux',
  optimizationLevel: 0,
  preserveMultipleSlashes: true,
} as const

const accepts = (pattern: string): boolean => scanContext(pattern).fault === undefined
const engine = (pattern: string, name: string): boolean => pattern === '*' || minimatch(name, pattern, pinned)
const product = (pattern: string, name: string): boolean => parseContext(pattern)?.matches(name) ?? true

describe(`the dialect of patterns, ${cases} pairs, seed ${seed}`, () => {
  it('means the same to the naive matcher, to minimatch and to the product', () => {
    const met = { true: 0, false: 0 }
    fc.assert(
      fc.property(pairArbitrary(accepts), ([pattern, name]) => {
        const naive = naiveMatch(pattern, name)
        met[`${naive}`]++
        if (naive === engine(pattern, name) && naive === product(pattern, name)) return
        const shown = { naive, engine: engine(pattern, name), product: product(pattern, name) }
        expect.fail(`${JSON.stringify(pattern)} on ${JSON.stringify(name)}: ${JSON.stringify(shown)}`)
      }),
      { seed, numRuns: cases },
    )
    expect(Math.min(met.true, met.false), 'pairs of the rarer answer').toBeGreaterThan(cases / 5)
  })

  it('decides through an authorizer as the naive matcher does', async () => {
    // Doubtful contexts warn, each one of them.
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const permissions = definePermissions({ job: 'Job' })
    const pairs = fc.sample(pairArbitrary(accepts), { seed, numRuns: Math.min(cases, 2_000) })
    const roles = pairs.map(([context], i) => ({
      id: `r${i}`,
      rules: [{ permission: 'job', state: 'granted', context }] as const,
    }))
    const authorizer = createAuthorizer({ permissions, roles, enabled: true })
    for (const [i, [pattern, name]] of pairs.entries()) {
      const access = await authorizer.access({ id: 'somebody', roles: [`r${i}`] })
      if (access.can('job', name) !== naiveMatch(pattern, name))
        expect.fail(`${JSON.stringify(pattern)} on ${JSON.stringify(name)} is decided otherwise`)
    }
  })
})
