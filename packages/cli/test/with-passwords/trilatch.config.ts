// An application with local accounts, whose store outlives each command.
import { localAccounts } from '@trilatch/auth-local'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import { defineConfig } from '../../src/index.ts'

const permissions = definePermissions({ 'project.create': 'Create Project' })
const store = memoryStore({
  roles: [
    { id: 'boss', administrator: true, rules: [] },
    { id: 'writer', rules: [{ permission: 'project.create', state: 'granted' }] },
  ],
})

/** A new authorizer over the one store: a command closes the one that it was given. */
export const authorizer = () => createAuthorizer({ permissions, store })

/** Hashes cost little here, so that the tests do not. */
export const passwords = localAccounts({
  hashing: { memoryCost: 8, timeCost: 1, weakForTests: true },
  print: () => undefined,
})

export default defineConfig({ authorizer, passwords, application: 'Example' })
