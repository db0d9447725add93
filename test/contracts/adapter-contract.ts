// What adapters promise alike and test/enforcement does not ask, as tests: run it over an adapter of your own.
import { faultContract } from './adapter-faults.ts'
import { guardContract } from './adapter-guards.ts'
import type { GuardMaker } from './adapter-guards.ts'
import type { Start } from './adapter-kit.ts'
import { optionContract } from './adapter-options.ts'
import type { OptionWords, SetUp } from './adapter-options.ts'
import { problemContract } from './adapter-problems.ts'
import { refusalContract } from './adapter-refusals.ts'
import { resourceContract } from './adapter-resources.ts'
import { uncalledContract } from './adapter-uncalled.ts'

export { guardOf } from './adapter-kit.ts'
export type { Asked, RoutePlan, Start, Verbs } from './adapter-kit.ts'
export type { GuardMaker, OptionWords, SetUp }

/** What fails before anybody asks. */
export function setUpContract(setUp: SetUp, maker: GuardMaker, words?: OptionWords): void {
  optionContract(setUp, words)
  guardContract(maker)
}

/** What an application answers. */
export function requestContract(start: Start): void {
  problemContract(start)
  faultContract(start)
  resourceContract(start)
}

/** What an application answers whose guards are middleware. */
export function middlewareContract(start: Start): void {
  requestContract(start)
  uncalledContract(start)
  refusalContract(start)
}
