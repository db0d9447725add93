import { Router } from '@koa/router'
import Koa from 'koa'
import type { Middleware } from 'koa'
import { createAuthorizer, definePermissions, trilatch } from '@trilatch/koa'

// What blocks marked `ts fragment` in docs/koa.md may use without saying where it comes from. They are never run.

export const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', level: 'delete' },
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
  'design.edit': { title: 'Edit Design', level: 'edit', on: 'design' },
  'job.run': { title: 'Run Job', level: 'run' },
})
export const authorizer = createAuthorizer({ permissions, roles: [] })
export const app = new Koa()
export const [shop, admin, reports] = [new Koa(), new Koa(), new Koa()] as const
export const router = new Router()
export const handler: Middleware = (ctx) => void (ctx.body = '')
export const errorPage: Middleware = async (_ctx, next) => next()
export const designs: readonly { readonly name: string }[] = []
export const findDesign = async (name: string): Promise<{ readonly name: string } | null> =>
  designs.find((design) => design.name === name) ?? null
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
} = trilatch(authorizer, { subject: () => null })
export { assertCovered, trilatch } from '@trilatch/koa'
export { Router } from '@koa/router'
