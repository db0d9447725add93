// The strategy of directories on a real 389 Directory Server, which it installs where it may: pnpm test:389
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const conditions = ['@trilatch/source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: '389',
    root: 'packages/auth-ldap',
    include: ['test/389/*.test.ts'],
    globalSetup: [fileURLToPath(new URL('./test/services/dirsrv-setup.ts', import.meta.url))],
    reporters: ['default', fileURLToPath(new URL('./scripts/closing-line.ts', import.meta.url))],
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
})
