// What a fuzz target is, and how it is run: by number of cases in the test command, by time in scripts/test-fuzz.ts.
import fc from 'fast-check'

/** Runs a piece of work that has a limit of time. The test command takes no notice of the clock, the script does. */
export type Within = <T>(milliseconds: number, what: string, work: () => T) => T

/** Work that waits for something, and so cannot be tried again: the slowest of a run is kept. */
export type Clocked = <T>(what: string, work: () => Promise<T>) => Promise<T>

/** The slowest of such pieces of work, in milliseconds. */
export interface Slowest {
  readonly what: string
  readonly took: number
}

/** Inputs without end for one piece of the product, and what has to be true of each. */
interface Definition<Input> {
  readonly number: number
  /** What is fuzzed. */
  readonly title: string
  readonly inputs: fc.Arbitrary<Input>
  /** The least share of each kind of inputs; a run that meets one more seldom proves little, and fails. */
  readonly shares: Readonly<Record<string, number>>
  /** Throws when something is not as it must be; gives the kinds that the input is an example of. */
  readonly check: (input: Input, within: Within, clocked: Clocked) => Promise<Iterable<string>>
}

/** What came of a run. */
export interface FuzzRun {
  readonly cases: number
  /** How many inputs there were of each kind. */
  readonly met: ReadonlyMap<string, number>
  /** Of work that was clocked, if any was. */
  readonly slowest?: Slowest
  /** The smallest input found that fails, and why. */
  readonly failure?: { readonly input: string; readonly why: string }
}

export interface FuzzTarget extends Pick<Definition<never>, 'number' | 'title' | 'shares'> {
  /** Tries so many inputs, which follow from the seed, and makes the first that fails as small as it can be. */
  run(options: { readonly seed: number; readonly cases: number; readonly within: Within }): Promise<FuzzRun>
}

export function fuzzTarget<Input>({ number, title, shares, inputs, check }: Definition<Input>): FuzzTarget {
  return {
    number,
    title,
    shares,
    run: async ({ seed, cases, within }) => {
      const met = new Map<string, number>()
      let slowest: Slowest | undefined
      const clocked: Clocked = async (what, work) => {
        const start = performance.now()
        const value = await work()
        const took = performance.now() - start
        if (took > (slowest?.took ?? 0)) slowest = { what, took }
        return value
      }
      const property = fc.asyncProperty(inputs, async (input) => {
        for (const kind of await check(input, within, clocked)) met.set(kind, (met.get(kind) ?? 0) + 1)
      })
      const result = await fc.check(property, { seed, numRuns: cases })
      const run = { cases: result.numRuns, met, ...(slowest === undefined ? {} : { slowest }) }
      if (!result.failed) return run
      const { errorInstance: error, counterexample } = result
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
      return { ...run, failure: { input: fc.stringify(counterexample?.[0]), why } }
    },
  }
}

/** The kinds of inputs that a run met too seldom. */
export function tooRare({ shares }: FuzzTarget, { cases, met }: Pick<FuzzRun, 'cases' | 'met'>): string[] {
  return Object.entries(shares)
    .filter(([kind, share]) => (met.get(kind) ?? 0) < cases * share)
    .map(([kind]) => `${kind}: ${met.get(kind) ?? 0} of ${cases}`)
}
