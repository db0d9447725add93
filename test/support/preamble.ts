import express from 'express'
import type { Handler } from 'express'
import { createAuthorizer, definePermissions, memoryStore, trilatch } from '@trilatch/express'

// What blocks marked `ts fragment` may use without saying where it comes from. They are compiled and never run.

export const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', level: 'delete' },
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
  'design.edit': { title: 'Edit Design', level: 'edit', on: 'design' },
  'job.run': { title: 'Run Job', level: 'run' },
})
export const store = memoryStore()
export const authorizer = createAuthorizer({ permissions, store })
export const app = express()
export const handler: Handler = (_request, response) => void response.end()
export const designs: readonly { readonly name: string }[] = []
export const findDesign = async (name: string): Promise<{ readonly name: string } | null> =>
  designs.find((design) => design.name === name) ?? null
export const subject = (): null => null
export const {
  access,
  mount,
  publicRoute,
  requireAll,
  requireAny,
  requirePermission,
  requireSignedIn,
  requireSome,
  resource,
} = trilatch(authorizer, { subject })
