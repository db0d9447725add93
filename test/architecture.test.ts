import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Which packages a package may import, and why no others. */
const packageArrows: Record<string, { readonly to: readonly string[]; readonly because: string }> = {
  core: {
    to: ['minimatch', 'yaml', 'zod'],
    because: 'core decides alone: it knows no adapter, no store of others and no framework',
  },
  auth: {
    to: ['@trilatch/core'],
    because: 'sign-in knows core; strategies know it, and sessions are recognised by their shape',
  },
  cli: {
    to: [
      '@trilatch/auth',
      '@trilatch/core',
      '@trilatch/store-redis/command',
      '@bomb.sh/tab/commander',
      'commander',
    ],
    because:
      'the command knows core and sign-in, and hands on to that of the store; the application and its adapter come from its configuration',
  },
  client: {
    to: ['react'],
    because: 'pages load it: it depends on nothing, and knows of the server what travels; /react knows React',
  },
  console: {
    to: ['@trilatch/core', 'hono', 'hono/router/trie-router', 'zod'],
    because: 'the console knows core, and what its frameworks and sign-in hand it',
  },
  'auth-ldap': {
    to: ['@trilatch/auth', '@trilatch/core', 'ldapts'],
    because: 'a strategy knows sign-in and core, and no framework, store or other strategy',
  },
  'auth-gitlab': {
    to: ['@trilatch/auth', '@trilatch/core', 'openid-client'],
    because: 'a strategy knows sign-in and core, and no framework, store or other strategy',
  },
  'auth-local': {
    to: [
      '@trilatch/auth',
      '@trilatch/core',
      '@node-rs/argon2',
      '@node-rs/bcrypt',
      '@zxcvbn-ts/language-common',
      'rate-limiter-flexible',
    ],
    because: 'a strategy knows sign-in and core, and no framework, store or other strategy',
  },
  express: {
    to: ['@trilatch/core', 'express'],
    because: 'an adapter knows core and its framework, never another adapter',
  },
  koa: {
    to: ['@trilatch/core', 'koa'],
    because: 'an adapter knows core and its framework, never another adapter',
  },
  nestjs: {
    to: [
      '@trilatch/core',
      '@trilatch/core/testing',
      '@nestjs/common',
      '@nestjs/common/constants.js',
      '@nestjs/core',
      '@nestjs/core/router/route-path-factory.js',
      '@nestjs/microservices',
      '@nestjs/testing',
      '@nestjs/websockets',
      'reflect-metadata',
      'rxjs',
    ],
    because: 'an adapter knows core and its framework, never another adapter',
  },
  'store-redis': {
    to: ['@trilatch/core', 'ioredis', 'redis'],
    because: 'a store knows core; clients of Redis are handed in, and loaded by its command alone',
  },
}

/** The packages that put guards before handlers. */
const adapters = ['express', 'koa'] as const

/** The rooms of core, each with the rooms it may look into. Files beside the rooms belong to `.`. */
const rooms: Record<string, readonly string[]> = {
  '.': [],
  catalogue: ['.'],
  context: ['.'],
  policy: ['.', 'catalogue', 'context'],
  trail: ['.'],
  store: ['.', 'catalogue', 'policy', 'trail'],
  decision: ['.', 'catalogue', 'context', 'policy'],
  mapping: ['.', 'policy', 'store', 'decision'],
  enforcement: ['.', 'catalogue', 'context', 'decision'],
  giving: ['.', 'catalogue', 'context', 'policy', 'store', 'decision'],
  manage: ['.', 'catalogue', 'context', 'policy', 'trail', 'store', 'decision', 'mapping', 'giving'],
  authorizer: [
    '.',
    'catalogue',
    'context',
    'policy',
    'store',
    'decision',
    'mapping',
    'enforcement',
    'giving',
    'manage',
  ],
  guards: ['.', 'catalogue', 'context', 'decision', 'enforcement', 'authorizer'],
  http: ['.', 'decision', 'authorizer'],
  coverage: ['.', 'catalogue', 'enforcement'],
  testing: ['.', 'catalogue', 'policy', 'decision', 'enforcement', 'authorizer', 'coverage'],
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

function importsOf(file: string): string[] {
  return Array.from(
    readFileSync(file, 'utf8').matchAll(/(?:from|import)\s+'([^']+)'/g),
    (found) => found[1] ?? '',
  )
}

const sourceFiles = (name: string): string[] => filesBelow(join(root, 'packages', name, 'src'))

describe('arrows between packages', () => {
  it('every package has its arrows written down', () => {
    expect(Object.keys(packageArrows).toSorted()).toEqual(readdirSync(join(root, 'packages')).toSorted())
  })

  it.each(Object.entries(packageArrows))('%s imports only what it may', (name, { to, because }) => {
    const strays = sourceFiles(name).flatMap((file) =>
      importsOf(file)
        .filter((target) => !target.startsWith('.') && !target.startsWith('node:') && !to.includes(target))
        .map((target) => `${relative(root, file)} imports ${target}`),
    )
    expect(strays, because).toEqual([])
  })

  it('examples import packages by name only', () => {
    const strays = filesBelow(join(root, 'examples'))
      .filter((file) => !file.includes('node_modules'))
      .flatMap((file) => importsOf(file).filter((target) => target.includes('packages/')))
    expect(strays).toEqual([])
  })
})

describe('rooms of core', () => {
  const source = join(root, 'packages/core/src')
  const roomOf = (file: string): string => {
    const room = dirname(relative(source, file)).split('/')[0] ?? '.'
    return room
  }

  it('each looks only into rooms it may', () => {
    const strays = sourceFiles('core')
      .filter((file) => relative(source, file) !== 'index.ts')
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => target.startsWith('.'))
          .map((target) => roomOf(resolve(dirname(file), target)))
          .filter((room) => room !== roomOf(file) && rooms[roomOf(file)]?.includes(room) !== true)
          .map((room) => `${relative(source, file)} looks into ${room}`),
      )
    expect(strays).toEqual([])
  })

  it('deciding is pure: no input or output, no clock, no promise', () => {
    for (const file of filesBelow(join(source, 'decision'))) {
      expect(readFileSync(file, 'utf8'), file).not.toMatch(
        /from 'node:|\bawait\b|\basync\b|Promise|Date\b|performance|process\./,
      )
    }
  })

  it('one file knows the engine of patterns', () => {
    const users = sourceFiles('core').filter((file) => importsOf(file).includes('minimatch'))
    expect(users.map((file) => relative(source, file))).toEqual(['context/dialect.ts'])
  })
})

describe('the page of the console', () => {
  const page = join(root, 'packages/console/page')
  const files = filesBelow(page).filter((file) => /\.tsx?$/.test(file))

  it('asks the API by the typed client alone', () => {
    const asking = files.filter((file) =>
      /(?<![.\w])fetch\(|\bXMLHttpRequest\b|\bEventSource\b|\bsendBeacon\b/.test(readFileSync(file, 'utf8')),
    )
    expect(asking.map((file) => relative(page, file))).toEqual(['api/client.ts'])
  })

  it('takes nothing of its package but that client, and what tells changes of a tree', () => {
    const taken = files
      .filter((file) => !relative(page, file).startsWith('build/'))
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => target.startsWith('.'))
          .map((target) => relative(page, resolve(dirname(file), target)))
          .filter((target) => target.startsWith('..'))
          .map((target) => `${relative(page, file)} takes ${target}`),
      )
    expect([...new Set(taken)]).toEqual([
      'api/client.ts takes ../src/client/index.ts',
      'permissions/draft.ts takes ../src/contract/tree-changes.ts',
    ])
  })
})

describe('what changes a store', () => {
  /** Who may name each member of a store that changes it, and why. Everything else goes through a manager. */
  const callers: Record<string, Readonly<Record<string, string>>> = {
    write: {
      'core/src/manage/writer.ts': 'every write, planned and judged',
      'core/src/store/guarded-store.ts': 'catches what stores throw',
      'store-redis/src/redis-store.ts': 'the store itself',
      'store-redis/src/writer.ts': 'the store itself',
      'store-redis/src/member-job.ts': 'the command on the server, in steps of a thousand',
      'auth-ldap/src/connection/transport.ts': 'a socket',
      'auth-local/src/options.ts': 'standard error',
      'auth-local/src/register.ts': 'a field of that name',
    },
    touchGroups: {
      'core/src/manage/groups.ts': 'what a provider said is confirmed, and nothing else changes',
      'core/src/store/guarded-store.ts': 'catches what stores throw',
    },
  }
  const everySource = Object.keys(packageArrows).flatMap(sourceFiles)
  /** Sources without comments, which may say what they like. */
  const codeOf = (file: string): string =>
    readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`\w])\/\/.*$/gm, '')

  it.each(Object.entries(callers))('%s is called by those that may', (member, allowed) => {
    // Called, handed on, read by its name as a text, or taken out of the store.
    const named = new RegExp(
      `(?<!\\.)\\.${member}\\b|\\[\\s*['"\`]${member}['"\`]\\s*\\]|\\{[^{}]*\\b${member}\\b[^{}]*\\}\\s*(?:=[^>=]|:\\s*(?:Pick<)?Store\\b)`,
    )
    const found = everySource.filter((file) => named.test(codeOf(file)))
    expect(found.map((file) => relative(join(root, 'packages'), file)).toSorted()).toEqual(
      Object.keys(allowed).toSorted(),
    )
  })
})

describe('files', () => {
  const all = Object.keys(packageArrows).flatMap(sourceFiles)

  it('hold one idea: none is longer than 200 lines', () => {
    const long = all.filter(
      (file) => !file.endsWith('.generated.ts') && readFileSync(file, 'utf8').split('\n').length > 201,
    )
    expect(long.map((file) => relative(root, file))).toEqual([])
  })

  it.each(adapters)('the guard files of %s have at most 150 lines together', (adapter) => {
    // What reports on routes stands beside the guards, and no request meets it.
    const guardFiles = sourceFiles(adapter).filter(
      (file) => !/index\.ts$|\/coverage[\w-]*(?:\.ts$|\/)/.test(file),
    )
    const lines = guardFiles.map((file) => readFileSync(file, 'utf8').trimEnd().split('\n').length)
    expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(150)
  })

  it('make no code at run time', () => {
    for (const file of all) expect(readFileSync(file, 'utf8'), file).not.toMatch(/\beval\(|new Function\b/)
  })
})
