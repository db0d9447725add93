// One server for the HTTP workload, in a process of its own; says its port, and its processor time when asked.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createAuthorizer, definePermissions, memoryStore, trilatch } from '@trilatch/express'
import { workloads } from './workloads.ts'

const [mode = 'bare'] = process.argv.slice(2)
const { permissions: names, roles, users } = workloads['w2']!()
const permissions = definePermissions(Object.fromEntries(names.map((name) => [name, name])))
const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles }) })
const subject = { id: 'user0', roles: users[0]! }
const access = await authorizer.access(subject)
const granted = permissions.names.find((name) => access.can(name))!
const { requireAll } = trilatch(authorizer, { subject: () => subject })

const app = express()
app.disable('x-powered-by')
const hello = (_request: express.Request, response: express.Response): void => void response.send('hello')
if (mode === 'bare') app.get('/', hello)
if (mode === 'noop') app.get('/', (_request, _response, next) => next(), hello)
if (mode === 'guard') app.get('/', requireAll({ permission: granted, resource: () => 'x' }), hello)

const server = createServer(app).listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
)
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }))
