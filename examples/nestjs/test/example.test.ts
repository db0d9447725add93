import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { assertCovered, coverage, coverageTable } from '@trilatch/nestjs'
import { expect, it } from 'vitest'
import { printedPasswords, signInAs } from '../../../test/support/sign-in-as.ts'
import { makeApp } from '../src/app.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))

it('every route of the example is guarded, inherited ones too', async () => {
  const { app, authorizer } = await makeApp()
  await app.init()
  assertCovered(app)
  expect(coverageTable(coverage(app))).toContain('DELETE /dashboards/:name  dashboard.delete')
  expect(coverage(app).routes).toHaveLength(15)
  await app.close()
  await authorizer.close()
})

it('the example is built by the compiler, starts, and answers as its policy says', async () => {
  const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))
  await run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root })
  const flags = [
    '--conditions=@trilatch/source',
    '--experimental-strip-types',
    '--disable-warning=ExperimentalWarning',
  ]
  const child = spawn(process.execPath, [...flags, 'dist/main.js'], {
    cwd: root,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const lines: string[] = []
    for await (const line of createInterface(child.stdout)) {
      lines.push(line)
      if (line.includes('/auth/register')) break
    }
    const origin = /http:\S+\d/.exec(lines[0] ?? '')?.[0] ?? ''
    const cookies = new Map<string, string>()
    for (const [who, password] of printedPasswords(lines.join('\n')))
      cookies.set(who, await signInAs(origin, `${who}@example.org`, password))
    const ask = async (who: string, method: string, path: string) => {
      const cookie = cookies.get(who)
      const headers: Record<string, string> = cookie === undefined ? {} : { cookie }
      const response = await fetch(origin + path, { method, headers })
      return `${response.status} ${await response.text()}`
    }
    expect(await ask('nobody', 'GET', '/designs')).toContain('401 {"type":"about:blank"')
    expect(await ask('carol', 'GET', '/designs/finance.month_over_month')).toBe(
      '200 {"kind":"design","name":"finance.month_over_month"}',
    )
    expect(await ask('carol', 'GET', '/designs/marketing.funnel')).toContain(
      'Requires permission: Design › View Design',
    )
    expect(await ask('carol', 'GET', '/dashboards')).toBe('200 ["finance.overview","open.status"]')
    expect(await ask('carol', 'POST', '/projects')).toBe('200 {"done":"created"}')
    expect(await ask('erin', 'POST', '/reports/marketing.campaigns/run')).toBe(
      '200 {"done":"run","name":"marketing.campaigns"}',
    )
    expect(await ask('erin', 'POST', '/reports/growth.weekly_signups/run')).toContain('403')
  } finally {
    child.kill()
    await once(child, 'exit')
  }
}, 60_000)
