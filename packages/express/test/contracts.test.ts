import { afterEach } from 'vitest'
import { middlewareContract, setUpContract } from '../../../test/contracts/adapter-contract.ts'
import { maker, setUp, start } from './adapter.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)
setUpContract(setUp, maker)
middlewareContract(start)
