// An application over a Redis and a directory that somebody else has started: what `trilatch sync` is measured with.
import { readFileSync, writeFileSync } from 'node:fs'
import { ldap } from '@trilatch/auth-ldap'
import { defineConfig } from '@trilatch/cli'
import { createAuthorizer, definePermissions } from '@trilatch/core'
import { redisStore } from '@trilatch/store-redis'
import { Redis } from 'ioredis'
import { serviceDn, servicePassword, suffix } from '../../services/slapd-config.ts'

const { BENCH_REDIS = '', BENCH_LDAP = '', BENCH_CA = '', BENCH_MEMORY = '', BENCH_GROUPS = '' } = process.env
const client = new Redis(Number(BENCH_REDIS))
const store = redisStore({ client, deadlineMs: 10_000 })
process.once('exit', () => writeFileSync(BENCH_MEMORY, String(process.resourceUsage().maxRSS / 1_024)))

export default defineConfig({
  authorizer: () =>
    createAuthorizer({
      permissions: definePermissions({ 'report.view': 'View Report' }),
      store,
      providers: { ldap: 'dn' },
    }),
  strategies: () => [
    ldap({
      server: {
        url: BENCH_LDAP,
        bindDN: serviceDn,
        bindCredentials: servicePassword,
        searchBase: `ou=people,${suffix}`,
        tlsOptions: { ca: readFileSync(BENCH_CA) },
        ...(BENCH_GROUPS === 'search' ? { groupSearchBase: `ou=groups,${suffix}` } : {}),
      },
    }),
  ],
  close: async () => {
    await store.close()
    await client.quit()
  },
})
