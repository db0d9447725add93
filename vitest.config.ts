import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  throw new Error(`Node ${process.version} is too old: Trilatch needs 22.12 or newer`)
}

// Tests read the sources through a custom condition: no build comes first.
const conditions = ['@trilatch/source', 'module', 'node', 'development|production']
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } }

// Files of a project share their worker and the modules it has loaded: a worker for each would take longer than the tests.
const together = { isolate: false, testTimeout: 30_000, hookTimeout: 60_000 }

// They replace modules, so nothing may have loaded those before.
const alone = ['test/authorizer/snapshots.test.ts']

/** Loads a framework in another major: the packages of a folder below test/compat stand in for ours. */
const at = (folder: string, packages: readonly string[]) =>
  packages.map((name) => ({
    find: new RegExp(`^${name}(?=$|/)`),
    replacement: fileURLToPath(new URL(`./test/compat/${folder}/node_modules/${name}`, import.meta.url)),
  }))

// They install what tests run for real, where they may and it is missing; only projects that name them wait for that.
const redis = fileURLToPath(new URL('./test/services/redis-setup.ts', import.meta.url))
const slapd = fileURLToPath(new URL('./test/services/slapd-setup.ts', import.meta.url))
const samba = fileURLToPath(new URL('./test/services/samba-setup.ts', import.meta.url))
const chromium = fileURLToPath(new URL('./test/services/browser-setup.ts', import.meta.url))
// The page of the console, where it is missing or older than its sources.
const page = fileURLToPath(new URL('./scripts/page-setup.ts', import.meta.url))

const express4 = at('express4', ['express'])
const koa2 = at('koa2', ['koa'])
const nest11 = at('nest11', [
  '@nestjs/apollo',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/graphql',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/platform-fastify',
  '@nestjs/platform-socket.io',
  '@nestjs/platform-ws',
  '@nestjs/swagger',
  '@nestjs/testing',
  '@nestjs/websockets',
])

export default defineConfig({
  test: {
    // Tests wait for servers and children now and then: no core is kept free for what only watches.
    maxWorkers: Math.max(2, availableParallelism()),
    reporters: ['default', './scripts/closing-line.ts'],
    // The rooms that decide, whole: `pnpm coverage` runs the tests of core, in whose folder these paths begin.
    coverage: {
      provider: 'v8',
      include: ['src/decision/**', 'src/context/**'],
      reporter: ['text'],
      thresholds: { 100: true },
    },
    projects: [
      {
        ...shared,
        test: {
          ...together,
          name: 'core',
          root: 'packages/core',
          include: ['test/**/*.test.ts'],
          exclude: alone,
          typecheck: {
            enabled: true,
            include: ['test/**/*.test-d.ts'],
            tsconfig: '../../tsconfig.test.json',
          },
        },
      },
      { ...shared, test: { name: 'core, alone', root: 'packages/core', include: alone } },
      {
        ...shared,
        test: {
          ...together,
          name: 'console',
          root: 'packages/console',
          globalSetup: [page],
          include: ['test/**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...together,
          name: 'cli',
          root: 'packages/cli',
          globalSetup: [redis, slapd],
          include: ['test/**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...together,
          name: 'client',
          root: 'packages/client',
          globalSetup: [chromium],
          include: ['test/**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...together,
          name: 'auth',
          root: 'packages/auth',
          globalSetup: [redis],
          include: ['test/**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...together,
          name: 'auth-gitlab',
          root: 'packages/auth-gitlab',
          include: ['test/**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...together,
          name: 'auth-local',
          root: 'packages/auth-local',
          globalSetup: [redis],
          include: ['test/**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...together,
          name: 'auth-ldap',
          root: 'packages/auth-ldap',
          globalSetup: [slapd, samba],
          include: ['test/**/*.test.ts'],
          // A script of its own: pnpm test:389.
          exclude: ['test/389/**'],
        },
      },
      {
        ...shared,
        test: { ...together, name: 'express', root: 'packages/express', include: ['test/**/*.test.ts'] },
      },
      {
        ...shared,
        resolve: { conditions, alias: express4 },
        test: { ...together, name: 'express@4', root: 'packages/express', include: ['test/**/*.test.ts'] },
      },
      { ...shared, test: { ...together, name: 'koa', root: 'packages/koa', include: ['test/**/*.test.ts'] } },
      {
        ...shared,
        resolve: { conditions, alias: koa2 },
        test: { ...together, name: 'koa@2', root: 'packages/koa', include: ['test/**/*.test.ts'] },
      },
      {
        ...shared,
        test: { ...together, name: 'nestjs', root: 'packages/nestjs', include: ['test/**/*.test.ts'] },
      },
      {
        ...shared,
        resolve: { conditions, alias: nest11 },
        test: { ...together, name: 'nestjs@11', root: 'packages/nestjs', include: ['test/**/*.test.ts'] },
      },
      {
        ...shared,
        test: {
          ...together,
          name: 'store-redis',
          root: 'packages/store-redis',
          globalSetup: [redis],
          include: ['test/**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...together,
          name: 'all',
          root: 'test',
          globalSetup: [page],
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', 'services/**', 'enforcement/setups/nest11-*'],
          testTimeout: 120_000,
        },
      },
      {
        ...shared,
        resolve: { conditions, alias: nest11 },
        test: {
          ...together,
          name: 'all@nest11',
          root: 'test',
          globalSetup: [page],
          include: ['enforcement/setups/nest11-*.test.ts', 'console/placed.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...together,
          name: 'services',
          root: 'test/services',
          include: ['**/*.test.ts'],
          globalSetup: [redis, chromium, slapd, page],
          // They wait more than they work: three files at once, which takes a group of their own.
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          ...together,
          name: 'examples',
          root: 'examples',
          globalSetup: [redis],
          include: ['*/test/**/*.test.ts'],
        },
      },
    ],
  },
})
