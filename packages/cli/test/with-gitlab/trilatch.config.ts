// An application that people sign in to with GitLab, whose groups lead to roles.
import { gitlab, oidc } from '@trilatch/auth-gitlab'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import { defineConfig } from '../../src/index.ts'
import { gitlabPlace } from '../support/gitlab-place.ts'

const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': 'Delete Project',
})
const store = memoryStore({
  roles: [
    { id: 'writer', rules: [{ permission: 'project.create', state: 'granted' }] },
    {
      id: 'owner',
      inherits: ['writer'],
      rules: [{ permission: 'project', state: 'granted', context: 'own.*' }],
    },
  ],
  mappings: [
    { provider: 'gitlab', group: 'acme/**', roles: ['writer'] },
    { provider: 'gitlab', group: 'acme', roles: ['owner'], minAccess: 'owner' },
    { provider: 'gitlab', group: 'other', roles: ['owner'] },
  ],
})

/** The store outlives each command, so that it can be looked at. */
export const authorizer = () => createAuthorizer({ permissions, store, providers: { gitlab: 'path' } })

export default defineConfig({
  authorizer,
  strategies: () => [
    gitlab({ ...gitlabPlace, timeoutMs: 20_000 }),
    oidc({
      id: 'slashed',
      issuer: `${gitlabPlace.url}/`,
      clientId: gitlabPlace.clientId,
      clientSecret: gitlabPlace.clientSecret,
    }),
  ],
})
