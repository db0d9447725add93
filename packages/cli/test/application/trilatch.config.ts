// The application of these tests: an Express application, its authorizer, and a few people.
import express from 'express'
import { coverage, createAuthorizer, definePermissions, memoryStore, trilatch } from '@trilatch/express'
import { defineConfig } from '../../src/index.ts'
import { closed } from '../support/closed.ts'

const permissions = definePermissions({
  project: { title: 'Project' },
  'project.create': { title: 'Create Project' },
  'project.delete': { title: 'Delete Project', on: 'resource' },
})

const roles = [
  { id: 'boss', administrator: true, rules: [] },
  { id: 'writer', title: 'Writer', rules: [{ permission: 'project.create', state: 'granted' }] },
  { id: 'finance', rules: [{ permission: 'project', state: 'granted', context: 'finance.*' }] },
] as const

async function authorizer() {
  const assignments = [
    { subject: 'ann', role: 'writer' },
    { subject: 'root', role: 'boss' },
  ]
  const made = createAuthorizer({ permissions, store: memoryStore({ roles, assignments }) })
  const manager = made.manage('test')
  await manager.createUser({ id: 'ann', email: 'Ann@example.org', title: 'Ann' })
  await manager.createUser({ id: 'bob', title: 'Bob' })
  await manager.createUser({ id: 'root', email: 'root@example.org' })
  return made
}

export default defineConfig({
  authorizer,
  routes: async () => {
    const { requirePermission } = trilatch(await authorizer(), { subject: () => null })
    const app = express()
    app.post('/projects', requirePermission('project.create'), (_request, response) => void response.end())
    app.get('/health', (_request, response) => void response.end())
    return coverage(app)
  },
  close: () => void closed.push('closed'),
})
