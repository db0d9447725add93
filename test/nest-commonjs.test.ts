// CommonJS applications of Nest 12 and 11 that require the packages as they are published.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packPackages } from '../scripts/pack.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const compiler = join(root, 'node_modules/typescript/bin/tsc')

const compilerOptions = {
  target: 'ES2023',
  module: 'nodenext',
  strict: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
  outDir: 'dist',
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('A CommonJS application that requires the packed packages', () => {
  let folder = ''
  let tarballs: readonly string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trilatch-nest-'))
    await run(process.execPath, [compiler, '-b'], { cwd: root })
    const packed = await packPackages(folder, ['@trilatch/core', '@trilatch/nestjs'])
    tarballs = packed.map(({ tarball }) => tarball)
  }, 300_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(['12', '11'])(
    'is guarded on Nest %s, without the packages of other transports',
    async (major) => {
      const directory = await mkdtemp(join(folder, 'project-'))
      const manifest = { name: 'bare', private: true, type: 'commonjs' }
      await writeFile(join(directory, 'package.json'), JSON.stringify(manifest))
      await writeFile(
        join(directory, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, include: ['*.ts'] }),
      )
      await copyFile(join(root, 'test/fixtures/nest-commonjs/main.ts'), join(directory, 'main.ts'))
      const nest = ['common', 'core', 'platform-express'].map((name) => `@nestjs/${name}@${major}`)
      const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']
      const others = ['rxjs@7', 'reflect-metadata@0.2']
      await run('npm', ['install', ...options, ...nest, ...others, ...tarballs], { cwd: directory })
      for (const name of ['websockets', 'microservices', 'graphql', 'swagger'])
        expect(existsSync(join(directory, 'node_modules/@nestjs', name))).toBe(false)
      await run(process.execPath, [compiler, '-p', directory])

      const port = await freePort()
      const child = spawn(process.execPath, ['dist/main.js'], {
        cwd: directory,
        env: { ...process.env, PORT: String(port), NODE_OPTIONS: '', TRILATCH_ENABLED: '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let complaints = ''
      child.stderr.on('data', (text: Buffer) => (complaints += text.toString()))
      try {
        const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
        const first = (await lines.next()).value
        expect(first, complaints).toContain('"x-required-permissions":[{"all":["project.create"]}]')
        const ask = async (path: string, init: RequestInit = {}): Promise<string> => {
          const response = await fetch(`http://127.0.0.1:${port}${path}`, init)
          return `${response.status} ${await response.text()}`
        }
        const ada = { headers: { authorization: 'ada' } }
        expect(await ask('/open')).toBe('200 {"commonjs":true}')
        expect(await ask('/designs/finance.cash', ada)).toBe('200 {"name":"finance.cash","by":"ada"}')
        expect(await ask('/designs/hr.pay', ada)).toContain('403 {"type":"about:blank"')
        expect(await ask('/designs/hr.pay')).toContain('401 {"type":"about:blank"')
        expect(await ask('/projects', { method: 'POST', ...ada })).toContain(
          'Requires permission: Project › Create Project',
        )
        // Node 22 says that require(esm) is experimental; nothing else may be said.
        expect(
          complaints.split('\n').filter((line) => !/^$|ExperimentalWarning|--trace-warnings/.test(line)),
        ).toEqual([])
      } finally {
        child.kill()
        await once(child, 'exit')
      }
    },
    240_000,
  )
})
