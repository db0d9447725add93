// The servers of one framework for the HTTP workload, in a process of their own; says their ports, and its processor
// time when asked. One process for all three: what differs between two processes would be charged to a guard.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import KoaRouter from '@koa/router'
import express from 'express'
import Koa from 'koa'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import { trilatch as expressGuards } from '@trilatch/express'
import { trilatch as koaGuards } from '@trilatch/koa'
import { httpModes } from './http-modes.ts'
import type { HttpMode } from './http-modes.ts'
import { workloads } from './workloads.ts'

const [framework = 'express'] = process.argv.slice(2)
const { permissions: names, roles, users } = workloads['w2']!()
const permissions = definePermissions(Object.fromEntries(names.map((name) => [name, name])))
const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles }) })
const subject = { id: 'user0', roles: users[0]! }
const access = await authorizer.access(subject)
const granted = permissions.names.find((name) => access.can(name))!
const item = { permission: granted, resource: () => 'x' }

function expressListener(mode: HttpMode): RequestListener {
  const app = express()
  app.disable('x-powered-by')
  const hello = (_request: express.Request, response: express.Response): void => void response.send('hello')
  const { requireAll } = expressGuards(authorizer, { subject: () => subject })
  if (mode === 'bare') app.get('/', hello)
  if (mode === 'noop') app.get('/', (_request, _response, next) => next(), hello)
  if (mode === 'guard') app.get('/', requireAll(item), hello)
  return app as RequestListener
}

function koaListener(mode: HttpMode): RequestListener {
  const app = new Koa()
  const router = new KoaRouter()
  const hello = (ctx: Koa.Context): void => void (ctx.body = 'hello')
  const { requireAll } = koaGuards(authorizer, { subject: () => subject })
  if (mode === 'bare') router.get('/', hello)
  if (mode === 'noop') router.get('/', (_ctx, next) => next(), hello)
  if (mode === 'guard') router.get('/', requireAll(item), hello)
  const listener = app.use(router.routes()).callback()
  return (request, response) => void listener(request, response)
}

async function listen(mode: HttpMode): Promise<number> {
  const server = createServer(framework === 'koa' ? koaListener(mode) : expressListener(mode))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

process.on('message', () => process.send?.({ cpu: process.cpuUsage() }))
process.send?.({ ports: await Promise.all(httpModes.map(listen)) })
