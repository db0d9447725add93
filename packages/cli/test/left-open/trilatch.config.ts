// A configuration whose store cannot be read, and that leaves something open, or whose `close` never ends.
import { setInterval } from 'node:timers'
import { createAuthorizer, definePermissions, memoryStore, TrilatchError } from '@trilatch/core'
import { defineConfig } from '../../src/index.ts'

const permissions = definePermissions({ 'project.create': 'Create Project' })
const store = memoryStore({ roles: [] })
const neverCloses = process.env['TRILATCH_TEST_CLOSE'] === 'never'

export default defineConfig({
  authorizer: () => {
    if (!neverCloses) setInterval(() => undefined, 1_000)
    const missing = new TrilatchError('TRILATCH_STORE_MISSING', 'There is no store in the namespace "other"')
    return createAuthorizer({ permissions, store: { ...store, ready: () => Promise.reject(missing) } })
  },
  close: () => (neverCloses ? new Promise(() => {}) : undefined),
})
