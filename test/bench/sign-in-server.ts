// A program for a process of its own: an application with local accounts at their real cost, and how its event loop does.
//   node sign-in-server.ts <accounts>
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { AddressInfo } from 'node:net'
import express from 'express'
import session from 'express-session'
import { createSignIn, subjectOf } from '@trilatch/auth'
import { localAccounts } from '@trilatch/auth-local'
import { createAuthorizer, definePermissions, problemDetails, trilatch } from '@trilatch/express'

/** The password of every account. */
const password = 'correct horse battery staple'

/** What the measuring process may ask for. */
export type Order = 'begin' | 'report'

/** What it hears. */
export type Report =
  | { readonly port: number; readonly password: string }
  | { readonly begun: true }
  | { readonly lagP50: number; readonly lagP99: number; readonly lagMax: number; readonly verified: number }

const say = (report: Report): void => void process.send?.(report)

const authorizer = createAuthorizer({
  permissions: definePermissions({ 'job.run': 'Run Job' }),
  roles: [],
  newUserRoles: { created: [] },
})
const local = localAccounts({
  registration: 'closed',
  print: () => {},
  // Many people at few addresses: what is measured is hashing.
  limits: { freeTries: 100, perAddress: 100_000 },
})
const signIn = createSignIn({ authorizer, strategies: [local], application: 'Bench' })
await signIn.ready()
const ports = { accounts: authorizer.accounts('bench'), application: 'Bench' }
for (let i = 0; i < Number(process.argv[2] ?? 10); i++)
  await local.createUser({ email: `a${String(i).padStart(4, '0')}@example.org`, password }, ports)

const app = express()
const { mount } = trilatch(authorizer, { subject: subjectOf })
app.set('trust proxy', true)
app.use(session({ secret: 'bench', resave: false, saveUninitialized: false }))
app.use('/auth', mount(signIn))
app.use(problemDetails())
const server = app.listen(0, '127.0.0.1', () => {
  say({ port: (server.address() as AddressInfo).port, password })
})

// Callers keep their connections, and must not find one closed that they were about to use.
server.keepAliveTimeout = 600_000

const delay = monitorEventLoopDelay({ resolution: 10 })
let verified = 0
process.on('message', (order: Order) => {
  if (order === 'begin') {
    delay.enable()
    delay.reset()
    ;({ verified } = local.load())
    say({ begun: true })
    return
  }
  delay.disable()
  // It samples every 10 ms, and tells how late it was together with that.
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 10)
  say({
    lagP50: ms(delay.percentile(50)),
    lagP99: ms(delay.percentile(99)),
    lagMax: ms(delay.max),
    verified: local.load().verified - verified,
  })
})
process.on('disconnect', () => process.exit(0))
