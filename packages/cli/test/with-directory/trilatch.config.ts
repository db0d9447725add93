// An application with a directory of three people, whose store outlives each command.
import { fail, success, toPassport } from '@trilatch/auth'
import type { Groups, PasswordStrategy } from '@trilatch/auth'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import { defineConfig } from '../../src/index.ts'

const permissions = definePermissions({ 'project.create': 'Create Project' })
const store = memoryStore({
  roles: [{ id: 'writer', rules: [{ permission: 'project.create', state: 'granted' }] }],
  mappings: [{ provider: 'ldap', group: 'ops', roles: ['writer'], scope: 'eu.*' }],
})

export const authorizer = () => createAuthorizer({ permissions, store, providers: { ldap: 'plain' } })

const inOps: Groups = { status: 'complete', groups: [{ name: 'ops' }] }
/** What the directory says of people; tests change it. */
export const people = new Map<string, Groups>(['ann', 'bea', 'cem'].map((id) => [id, inOps]))
/** Set by a test: the directory does not answer. */
export const trouble: { down: boolean } = { down: false }

const issuer = 'ldap://directory.test'
const directory: PasswordStrategy = {
  id: 'ldap',
  title: 'Directory',
  kind: 'password',
  fields: [{ name: 'name', label: 'Name', type: 'text', autocomplete: 'username' }],
  authenticate: async ({ fields }) => {
    const id = fields.get('name') ?? ''
    const groups = people.get(id)
    return groups === undefined
      ? fail('credentials')
      : success({ provider: 'ldap', issuer, id, title: id, groups })
  },
  groups: {
    groupsOf: async ({ id }) => people.get(id) ?? { status: 'gone' },
    async *everyone() {
      if (trouble.down) throw new Error('connect ECONNREFUSED')
      for (const [id, groups] of people) yield { issuer, id, groups, cursor: id }
    },
  },
}

/** Signs somebody in, so that they have a user here; gives its id. */
export async function enter(name: string): Promise<string> {
  const passport = toPassport(directory, { authorizer: authorizer() })
  const user = await new Promise((success, error) => {
    const verbs = { success, error, fail: error, redirect: error, pass: error }
    passport.authenticate.call(verbs, {
      method: 'POST',
      url: '/',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: { name },
    })
  })
  return (user as { readonly id: string }).id
}

export default defineConfig({ authorizer, strategies: async () => [directory] })
