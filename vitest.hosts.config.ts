// The tests of core on hosts that are not as others: pnpm test:hosts
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const conditions = ['@trilatch/source', 'module', 'node', 'development|production']
const preload = (name: string): string =>
  `--import=${fileURLToPath(new URL(`./test/support/hosts/${name}.mjs`, import.meta.url))}`

/** The tests of core in processes that are started with these arguments. */
const core = (name: string, execArgv: string[], testNamePattern?: RegExp, exclude: string[] = []) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name,
    root: 'packages/core',
    include: ['test/**/*.test.ts'],
    exclude,
    execArgv,
    env: { TRILATCH_TEST_HOST: name },
    setupFiles: [fileURLToPath(new URL('./test/support/hosts/check.ts', import.meta.url))],
    pool: 'forks' as const,
    testTimeout: 120_000,
    ...(testNamePattern && { testNamePattern }),
  },
})

export default defineConfig({
  test: {
    reporters: ['default', './scripts/closing-line.ts'],
    projects: [
      core('no code from text', ['--disallow-code-generation-from-strings']),
      // Tests that pollute a prototype themselves cannot; and the fake clock of one file changes functions.
      core('frozen', [preload('frozen')], /^(?!.*(?:polluted|only the prototype))/i, [
        'test/manage/unsettled-write.test.ts',
      ]),
      core('polluted', [preload('polluted')]),
    ],
  },
})
