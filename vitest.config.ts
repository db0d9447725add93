import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  throw new Error(`Node ${process.version} is too old: Trilatch needs 22.12 or newer`)
}

// Tests read the sources through a custom condition: no build comes first.
const conditions = ['@trilatch/source', 'module', 'node', 'development|production']
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } }

/** Loads a framework in another major: the packages of a folder below test/compat stand in for ours. */
const at = (folder: string, packages: readonly string[]) =>
  packages.map((name) => ({
    find: new RegExp(`^${name}(?=$|/)`),
    replacement: fileURLToPath(new URL(`./test/compat/${folder}/node_modules/${name}`, import.meta.url)),
  }))

const express4 = at('express4', ['express'])

export default defineConfig({
  test: {
    reporters: ['default', './scripts/closing-line.ts'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
    projects: [
      {
        ...shared,
        test: {
          name: 'core',
          root: 'packages/core',
          include: ['test/**/*.test.ts'],
          typecheck: {
            enabled: true,
            include: ['test/**/*.test-d.ts'],
            tsconfig: '../../tsconfig.test.json',
          },
        },
      },
      { ...shared, test: { name: 'express', root: 'packages/express', include: ['test/**/*.test.ts'] } },
      {
        ...shared,
        resolve: { conditions, alias: express4 },
        test: { name: 'express@4', root: 'packages/express', include: ['test/**/*.test.ts'] },
      },
      {
        ...shared,
        test: {
          name: 'store-redis',
          root: 'packages/store-redis',
          globalSetup: ['test/support/global-setup.ts'],
          include: ['test/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      { ...shared, test: { name: 'all', root: 'test', include: ['**/*.test.ts'], testTimeout: 120_000 } },
      { ...shared, test: { name: 'examples', root: 'examples', include: ['*/test/**/*.test.ts'] } },
    ],
  },
})
