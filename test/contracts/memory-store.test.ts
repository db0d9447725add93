import { memoryStore } from '@trilatch/core'
import { mappingContract } from './mapping-contract.ts'
import { storeContract } from './store-contract.ts'

storeContract('memoryStore', memoryStore)
mappingContract('memoryStore', memoryStore)
