import { afterEach, describe } from 'vitest'
import { requestContract, setUpContract } from '../../../test/contracts/adapter-contract.ts'
import { maker, setUp, startOn, words } from './adapter.ts'
import { platforms, stopAll } from './application.ts'

afterEach(stopAll)
setUpContract(setUp, maker, words)
describe.each(platforms)('on %s', (platform) => {
  requestContract(startOn(platform))
})
