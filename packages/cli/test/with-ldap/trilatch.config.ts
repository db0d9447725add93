// An application whose people are in a directory, which the tests start.
import { ldap } from '@trilatch/auth-ldap'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import { defineConfig } from '../../src/index.ts'
import { directory } from '../support/directory.ts'

const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', on: 'project' },
})

export default defineConfig({
  authorizer: () =>
    createAuthorizer({
      permissions,
      providers: { ldap: 'dn' },
      store: memoryStore({
        roles: [
          { id: 'boss', administrator: true, rules: [] },
          {
            id: 'lead',
            rules: [
              { permission: 'project.create', state: 'granted' },
              { permission: 'project.delete', state: 'granted', context: 'eu.*' },
            ],
          },
        ],
        mappings: directory.mappings,
      }),
    }),
  strategies: () => [ldap({ server: directory.server() })],
})
