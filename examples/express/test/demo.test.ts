import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { whereToLook } from '../src/where-to-look.ts'

const run = promisify(execFile)
const demo = fileURLToPath(new URL('../src/demo.ts', import.meta.url))
const flags = ['--conditions=@trilatch/source', '--disable-warning=ExperimentalWarning']

it('the demo asks over HTTP, prints who may do what and why, and ends when nobody watches', async () => {
  const { stdout, stderr } = await run(process.execPath, [...flags, demo])
  const line = (start: string): string | undefined =>
    stdout.split('\n').find((text) => text.trim().startsWith(start))

  expect(stderr).toBe('')
  expect(line('nobody')).toContain('✗ 401   Sign in to do this.')
  expect(line('bob     PUT /designs/marketing.funnel')).toContain(
    '✗ 403   Requires permission: Design › Edit Design',
  )
  expect(line('carol   GET /designs/finance.month_over_month')).toContain('✓ 200')
  expect(line('carol   GET /designs/marketing.funnel')).toContain(
    '✗ 403   Requires permission: Design › View Design',
  )
  expect(line('carol   GET /dashboards')).toContain('finance.overview, open.status')
  expect(line('dave    DELETE /projects/apollo')).toContain(
    '✗ 403   Requires permission: Project › Delete Project',
  )
  expect(line('erin    GET /reports')).toContain('growth.weekly_signups, marketing.campaigns')
  expect(line('erin    POST /reports/growth.weekly_signups/run')).toContain('✗ 403')
  expect(stdout).toContain('Finance Department (assigned, by finance-lead) says forbidden')
  expect(stdout.trimEnd()).toMatch(/\nRun it on a terminal to sign in and see the console\.$/)
})

it('the demo explains itself with --help', async () => {
  const { stdout } = await run(process.execPath, [...flags, demo, '--help'])
  expect(stdout).toContain('PORT=3000 pnpm demo')
})

it('on a terminal the demo ends with an address and two accounts', () => {
  const text = whereToLook('http://127.0.0.1:3000', new Map(['ada', 'erin'].map((who) => [who, `of-${who}`])))
  expect(text).toMatch(/^ {2}ada@example\.org +of-ada +administrator/m)
  expect(text).toMatch(/^ {2}erin@example\.org +of-erin +ordinary user/m)
  expect(text).toMatch(/^ {2}http:\/\/127\.0\.0\.1:3000\/pages /m)
  expect(text).toMatch(/^ {2}http:\/\/127\.0\.0\.1:3000\/admin\/ /m)
})
