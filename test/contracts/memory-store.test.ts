import { memoryStore } from '@trilatch/core'
import { storeContract } from './store-contract.ts'

storeContract('memoryStore', memoryStore)
