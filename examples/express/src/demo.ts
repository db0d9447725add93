import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { makeApp } from './app.ts'
import { formatTable } from './table.ts'
import type { Row } from './table.ts'
import { whereToLook } from './where-to-look.ts'

if (process.argv.includes('--help')) {
  console.log(`Starts the Express example, signs its people in, sends real requests as each of them, and prints who may do
what and why.

  pnpm demo            on a terminal it goes on serving afterwards, and ends with an address and two accounts
  PORT=3000 pnpm demo  at this port (default: a free one)`)
  process.exit(0)
}

const { app, authorizer, passwords } = await makeApp()
const server = app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1')
await once(server, 'listening')
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** Signs somebody in as a browser would, with e-mail and password; the cookie of their session. */
async function signIn(who: string, password: string): Promise<string> {
  const response = await fetch(`${base}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base },
    body: JSON.stringify({ email: `${who}@example.org`, password }),
  })
  if (!response.ok) throw new Error(`${who} could not sign in: ${await response.text()}`)
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

const cookies = new Map<string, string>()
for (const [who, password] of passwords) cookies.set(who, await signIn(who, password))

/** Sends one request as one person and says what the server answered. */
async function ask(who: string, method: string, path: string): Promise<Row> {
  const cookie = cookies.get(who)
  const response = await fetch(base + path, { method, headers: cookie === undefined ? {} : { cookie } })
  const body = (await response.json()) as { detail?: string }
  const why = response.ok ? summary(body) : (body.detail ?? '')
  return { who, request: `${method} ${path}`, status: response.status, why }
}

function summary(body: unknown): string {
  if (Array.isArray(body)) return body.length === 0 ? 'none' : body.join(', ')
  const { done, name } = body as { done?: string; name?: string }
  return done ?? name ?? ''
}

const steps: readonly (readonly [who: string, method: string, path: string])[] = [
  ['nobody', 'GET', '/designs'],
  ['alice', 'GET', '/reports'],
  ['alice', 'DELETE', '/projects/apollo'],
  ['bob', 'GET', '/reports/confidential.salaries'],
  ['bob', 'PUT', '/designs/marketing.funnel'],
  ['carol', 'GET', '/designs/finance.month_over_month'],
  ['carol', 'GET', '/designs/marketing.funnel'],
  ['carol', 'GET', '/dashboards'],
  ['carol', 'DELETE', '/designs/finance.cash_flow'],
  ['carol', 'POST', '/projects'],
  ['dave', 'PUT', '/designs/marketing.funnel'],
  ['dave', 'DELETE', '/projects/apollo'],
  ['erin', 'GET', '/reports'],
  ['erin', 'POST', '/reports/marketing.campaigns/run'],
  ['erin', 'POST', '/reports/growth.weekly_signups/run'],
]

console.log('\nTrilatch: who may do what, asked over HTTP\n')
const rows: Row[] = []
for (const step of steps) rows.push(await ask(...step))
console.log(formatTable(rows))

const carol = await authorizer.access({ id: 'carol' })
console.log('\nWhy may carol not delete the design?\n')
console.log(carol.explain('design.delete', 'finance.cash_flow').text.replaceAll(/^/gm, '  '))

if (process.stdout.isTTY) {
  console.log(`\n${whereToLook(base, passwords)}`)
} else {
  console.log('\nRun it on a terminal to sign in and see the console.')
  server.close()
  await authorizer.close()
}
