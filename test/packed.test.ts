import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asCommonJs, readmeProgram, readmeRequests } from './support/readme.ts'

const run = promisify(execFile)

interface Manifest {
  readonly peerDependenciesMeta?: object
  readonly exports?: object
}

const root = fileURLToPath(new URL('..', import.meta.url))

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The answer, as soon as somebody listens. */
async function ask(port: number, method: string, target: string): Promise<string> {
  for (let tries = 0; ; tries++) {
    try {
      return await (await fetch(`http://127.0.0.1:${port}${target}`, { method })).text()
    } catch (error) {
      if (tries === 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** A Koa application that asks itself as three callers, and prints what it answered. */
const koaProgram = `
import Koa from 'koa'
import { Router } from '@koa/router'
import { createSignIn, pass } from '@trilatch/auth'
import { gitlab } from '@trilatch/auth-gitlab'
import { localAccounts } from '@trilatch/auth-local'
import { clientFiles } from '@trilatch/client/server'
import { createConsole } from '@trilatch/console'
import { assertCovered, createAuthorizer, definePermissions, problemDetails, trilatch } from '@trilatch/koa'
const permissions = definePermissions({ 'project.create': 'Create Project' })
const roles = [{ id: 'lead', rules: [{ permission: 'project', state: 'granted' }] }]
const authorizer = createAuthorizer({ permissions, roles })
const { requirePermission } = trilatch(authorizer, {
  subject: (ctx) => (ctx.query.as ? { id: 'ada', roles: [ctx.query.as] } : null),
})
const fields = [{ name: 'name', label: 'Name', type: 'text', autocomplete: 'username' }]
if (gitlab({ clientId: 'app', clientSecret: 'secret' }).kind !== 'redirect') throw new Error('no strategy')
const own = { id: 'own', title: 'Own', kind: 'password', fields, authenticate: async () => pass() }
const signIn = createSignIn({ authorizer, strategies: [own, localAccounts({ print: () => {} })], session: () => ({ get: () => undefined }) })
const router = new Router().get('/', requirePermission('project.create'), (ctx) => (ctx.body = 'in'))
const app = new Koa()
app.use(problemDetails()).use(router.routes()).use(router.allowedMethods())
assertCovered(app)
const server = app.listen(0, '127.0.0.1', async () => {
  for (const query of ['', '?as=nothing', '?as=lead'])
    console.log((await fetch('http://127.0.0.1:' + server.address().port + '/' + query)).status)
  const request = new Request('http://localhost/sign-in')
  const context = { access: await authorizer.access(null), basePath: '' }
  console.log((await signIn.fetch(request, context)).status)
  const page = await createConsole({ authorizer }).fetch(new Request('http://localhost/'), context)
  console.log(page.status, (await page.text()).includes('src="./assets/'))
  console.log((await clientFiles().fetch(new Request('http://localhost/gate/gate.js'), context)).status)
  server.close()
})
`.trimStart()

describe('the packages as they are published', () => {
  let folder = ''
  let tarballs: readonly string[] = []
  let printed = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trilatch-packed-'))
    printed = (await run(process.execPath, [join(root, 'scripts/pack-all.ts'), folder], { cwd: root })).stdout
    tarballs = (await readdir(folder)).map((name) => join(folder, name))
    // Once for both kinds of projects, which lie below: an installation takes longer than all that they do.
    const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
    const frameworks = ['express@5', 'koa@3', '@koa/router@15']
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'bare', private: true }))
    await run('npm', ['install', ...options, ...frameworks, ...tarballs], { cwd: folder })
  }, 300_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('are packed by pnpm pack:all, which says how to install them', async () => {
    expect(printed).toContain(
      `npm install express ${folder}/trilatch-core-*.tgz ${folder}/trilatch-express-*.tgz`,
    )
    expect(tarballs).toHaveLength((await readdir(join(root, 'packages'))).length)
    expect((await run(process.execPath, [join(root, 'scripts/pack-all.ts'), '--help'])).stdout).toContain(
      'pnpm pack:all FOLDER',
    )
  })

  it('have types that name no package which an application need not have', async () => {
    const named: string[] = []
    for (const name of await readdir(join(root, 'packages'))) {
      const at = join(root, 'packages', name)
      const manifest = JSON.parse(await readFile(join(at, 'package.json'), 'utf8')) as Manifest
      const optional = Object.keys(manifest.peerDependenciesMeta ?? {})
      // What has an entry of its own is only for those who have what it is for.
      const apart = Object.keys(manifest.exports ?? {}).map((entry) => entry.replace('.', 'dist'))
      for (const file of await readdir(join(at, 'dist'), { recursive: true })) {
        const path = join('dist', file)
        if (
          !path.endsWith('.d.ts') ||
          apart.some((entry) => path.startsWith(`${entry}/`) && entry !== 'dist')
        )
          continue
        const text = await readFile(join(at, path), 'utf8')
        const found = optional.filter(
          (peer) => text.includes(`from '${peer}'`) || text.includes(`import("${peer}")`),
        )
        named.push(...found.map((peer) => `${name}/${path}: ${peer}`))
      }
    }
    expect(named).toEqual([])
  })

  const projects = [
    ['an ESM project', { type: 'module' }, readmeProgram(), koaProgram],
    ['a CommonJS project', { type: 'commonjs' }, asCommonJs(readmeProgram()), asCommonJs(koaProgram)],
  ] as const

  it.each(projects)(
    'run the README program in %s, which prints what the README shows, and one for Koa with a sign-in',
    async (name, manifest, program, koa) => {
      const directory = await mkdtemp(join(folder, 'project-'))
      await writeFile(
        join(directory, 'package.json'),
        JSON.stringify({ name: 'below', private: true, ...manifest }),
      )
      await writeFile(join(directory, 'app.js'), program)
      await writeFile(join(directory, 'koa.js'), koa)

      const port = await freePort()
      const environment = { ...process.env, PORT: String(port), NODE_OPTIONS: '', TRILATCH_ENABLED: '' }
      const server = spawn(process.execPath, ['app.js'], {
        cwd: directory,
        env: environment,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let complaints = ''
      server.stderr.on('data', (text: Buffer) => (complaints += text.toString()))
      try {
        const requests = readmeRequests()
        expect(requests.length, name).toBeGreaterThanOrEqual(5)
        for (const { method, target, answer } of requests)
          expect(await ask(port, method, target)).toBe(answer)
        expect(complaints).toBe('')
        const printed = await run(process.execPath, ['koa.js'], { cwd: directory, env: environment })
        expect(printed).toEqual({ stdout: '401\n403\n200\n200\n200 true\n200\n', stderr: '' })
      } finally {
        server.kill()
      }
    },
    300_000,
  )
})
