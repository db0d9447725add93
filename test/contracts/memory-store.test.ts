import { memoryStore } from '@trilatch/core'
import { administrationContract } from './administration-contract.ts'
import { mappingContract } from './mapping-contract.ts'
import { storeContract } from './store-contract.ts'

storeContract('memoryStore', memoryStore)
mappingContract('memoryStore', memoryStore)
administrationContract('memoryStore', async (content) => {
  const store = memoryStore(content)
  return [store, store]
})
