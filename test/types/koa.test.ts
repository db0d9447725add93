// A guard of Koa leaves the application's own types alone: those of its state, its context and its parameters.
import { ownPermissions } from './own-permissions.ts'
import { testPrograms } from './programs.ts'
import type { Programs } from './programs.ts'

const head = `
import Koa from 'koa'
import { Router } from '@koa/router'
import type { RouterMiddleware } from '@koa/router'
import { createAuthorizer, definePermissions, problemDetails, trilatch } from '@trilatch/koa'
const permissions = definePermissions({
  'project.create': 'Create Project',
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
})
const authorizer = createAuthorizer({ permissions, roles: [{ id: 'a', rules: [] }] })
interface State { user: { id: string } }
interface Mine { session: { count: number } }
const guards = trilatch(authorizer, { subject: (ctx) => (ctx.state.user ? { id: String(ctx.state.user.id) } : null) })
const app = new Koa<State, Mine>()
const router = new Router<State, Mine>()
const plain = new Router()
const access = await authorizer.access(null)
export { access, app, guards, plain, problemDetails, router }
export type { RouterMiddleware }
`.trim()

const programs: Programs = {
  'guard-typo': ["guards.requirePermission('project.crate')", /'"project.crate"' is not assignable/],
  'guard-without-resource': ["guards.requirePermission('design.view')", /Expected 2 arguments, but got 1/],
  'app-keeps-state': [
    'app.use(problemDetails()).use(guards.requireSignedIn()).use((ctx) => { const id: string = ctx.state.user.id; const n: number = ctx.session.count; return [id, n] })',
  ],
  'app-state-typo': [
    'app.use(guards.requireSignedIn()).use((ctx) => ctx.state.usr)',
    /Property 'usr' does not exist on type 'State'/,
  ],
  'route-keeps-state': [
    "router.get('/x/:name', guards.requireSignedIn(), (ctx) => { const id: string = ctx.state.user.id; const name: string | undefined = ctx.params.name; return [id, name, ctx.session.count] })",
  ],
  'route-state-typo': [
    "router.get('/x', guards.requireSignedIn(), (ctx) => ctx.state.usr)",
    /Property 'usr' does not exist on type 'State'/,
  ],
  'route-context-typo': [
    "router.get('/x', guards.requireSignedIn(), (ctx) => ctx.session.cuont)",
    /Property 'cuont' does not exist on type .*Did you mean 'count'/,
  ],
  'route-typed-handler': [
    "const handler: RouterMiddleware<State, Mine> = (ctx) => ctx.state.user.id; router.get('/x', guards.requireSignedIn(), handler)",
  ],
  'route-with-parts': [
    "plain.use('/api', guards.requireSignedIn(), new Router().get('/', guards.publicRoute(), (ctx) => { ctx.body = 'x' }).routes())",
  ],
  'access-of-any-context': [
    "router.get('/x', guards.requireSignedIn(), async (ctx) => { ctx.body = (await guards.access(ctx)).filter('design.view', [{ name: 'a' }]); guards.resource(ctx) })",
  ],
  'access-typo': [
    "app.use(async (ctx) => (await guards.access(ctx)).can('project.crate'))",
    /'"project.crate"' is not assignable/,
  ],
  'own-context-in-options': [
    "const own = trilatch(authorizer, { subject: (ctx: Koa.ParameterizedContext<State, Mine>) => ({ id: ctx.state.user.id }) }); router.get('/x', own.requirePermission('design.view', { resource: (ctx) => ctx.state.user.id }), (ctx) => ctx.session.count)",
  ],
  'resource-reads-params': [
    "plain.get('/x/:name', guards.requirePermission('design.view', { resource: (ctx) => String(ctx.params.name) }), (ctx) => { const name: string | undefined = ctx.params.name; return name })",
  ],
  ...ownPermissions((call) => `guards.requirePermission${call}`),
  'own-all': ["guards.requireAll('project.create', 'trilatch.roles.view')"],
  'subject-required': ['trilatch(authorizer, {})', /Property 'subject' is missing/],
}

testPrograms('.types-koa', head, programs)
