// A guard of Koa leaves the application's own types alone: those of its state, its context and its parameters.
import { beforeAll, expect, it } from 'vitest'
import { compile } from './compile.ts'
import type { Compiled } from './compile.ts'

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
export { app, guards, plain, problemDetails, router }
export type { RouterMiddleware }
`.trim()

/** Programs behind the head, and what the compiler must say: nothing, or one message. */
const programs: Record<string, readonly [program: string, message?: RegExp]> = {
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
  'subject-required': ['trilatch(authorizer, {})', /Property 'subject' is missing/],
}

let compiled: Compiled
beforeAll(async () => {
  const texts = Object.entries(programs).map(([name, [text]]) => [name, `${head}\n${text}\n`] as const)
  compiled = await compile('.types-koa', new Map(texts))
})

it.each(Object.entries(programs))('%s', (name, [, message]) => {
  const errors = compiled.errors.get(name) ?? []
  if (message === undefined) expect(errors).toEqual([])
  else {
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(message)
  }
})
