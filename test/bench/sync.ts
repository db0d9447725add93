// A pass over a whole directory, generated in this process: what the store's side of it takes. With a real directory:
// sync-directory/run.ts.
import { syncGroups } from '@trilatch/auth'
import type { ListedAccount, PasswordStrategy, SyncResult } from '@trilatch/auth'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import type { Operation, Store } from '@trilatch/core'
import type { Gate } from './gates.ts'
import { groupNumbers, linkUsers, mappedRoles, userOf } from './linked-users.ts'
import { conclude, flagsOf, progress, whole } from './program.ts'
import { Bed, write } from './redis-bed.ts'

const help = `Fills a store with users whose groups are recorded, then passes over a directory of them.

  pnpm bench:sync [--users 2000] [--groups 500] [--each 10] [--store redis|memory] [--json FILE]

  --users   users, each with an account of the directory (100 to 1,000,000)
  --groups  groups, one in ten of which leads to a role (10 to 10,000)
  --each    groups of each user (1 to 100)
  --store   where they are kept: a private Redis (default), or this process
  --json    writes all figures
The whole: --users 100000 --groups 10000, some minutes. Exits with 1 when a target is missed.`

const values = flagsOf(help, { users: '2000', groups: '500', each: '10', store: 'redis' })
const [users, groups, each] = [
  whole(values.users, 100, 1_000_000),
  whole(values.groups, 10, 10_000),
  whole(values.each, 1, 100),
]

const issuer = 'ldap://directory.test'
const groupOf = (i: number): string => `cn=group-${String(i).padStart(5, '0')},ou=groups,dc=bench`
const { roles, mappings } = mappedRoles(groups, groupOf)
const groupsOf = (i: number, round: number): { readonly name: string }[] =>
  groupNumbers(i, round, { groups, each }).map((group) => ({ name: groupOf(group) }))

let round = 0
const strategy: PasswordStrategy = {
  id: 'ldap',
  title: 'Directory',
  kind: 'password',
  fields: [{ name: 'name', label: 'Name', type: 'text', autocomplete: 'username' }],
  authenticate: () => Promise.reject(new Error('nobody signs in here')),
  groups: {
    groupsOf: async () => ({ status: 'gone' }),
    async *everyone({ after = '' }): AsyncGenerator<ListedAccount> {
      for (let i = 0; i < users; i++) {
        const id = userOf(i)
        if (id > after)
          yield { issuer, id, groups: { status: 'complete', groups: groupsOf(i, round) }, cursor: id }
      }
    },
  },
}

const n = (value: number): string => Math.round(value).toLocaleString('en')
/** What is held, without what is only waiting to be collected. */
const megabytes = (): number => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

/** One pass, and what it took. */
interface Passed {
  readonly what: string
  readonly seconds: number
  readonly result: SyncResult
}

const bed = values.store === 'memory' ? undefined : await Bed.empty()
const store: Store =
  bed === undefined
    ? memoryStore({ roles, mappings })
    : await bed.store({ create: true, notices: false, deadlineMs: 10_000 })
if (bed !== undefined)
  await write(store, [
    ...roles.map((role): Operation => ({ kind: 'put-role', role })),
    { kind: 'put-mappings', rows: mappings },
  ])
const authorizer = createAuthorizer({
  permissions: definePermissions({ 'report.view': 'View Report' }),
  store,
  providers: { ldap: 'dn' },
})
await authorizer.ready()
await linkUsers(store, {
  users,
  issuer,
  accountOf: userOf,
  groupsOf: (i) => groupsOf(i, 0),
  onProgress: (done) => progress(`filling: ${n(done)} of ${n(users)} users`),
})
const before = megabytes()
let most = before

async function pass(what: string, dryRun: boolean): Promise<Passed> {
  const begun = performance.now()
  const result = await syncGroups({
    authorizer,
    strategy,
    dryRun,
    onProgress: ({ phase, accounts }) => {
      most = Math.max(most, megabytes())
      progress(`${what}, ${phase}: ${n(accounts)} of ${n(users)}`)
    },
  })
  return { what, seconds: (performance.now() - begun) / 1_000, result }
}

const passed = [await pass('a dry run', true), await pass('nothing has changed', false)]
round = 1
passed.push(await pass('one in a hundred has changed', false))

console.log(
  `\rNode ${process.version}. ${n(users)} users, ${n(groups)} groups, ${each} of each, ${n(mappings.length)} mapping rows, kept in ${bed === undefined ? 'this process' : 'Redis'}.\n`,
)
for (const { what, seconds, result } of passed)
  console.log(
    `  ${what.padEnd(30)}${seconds.toFixed(1).padStart(8)} s  ${n(users / seconds).padStart(8)} accounts/s  ${n(result.changed)} changed`,
  )
const gates: readonly Gate[] = [
  { what: 'megabytes more than before', limit: 200, kind: 'at most', value: most - before },
  {
    what: 'accounts a second when nothing has changed',
    limit: 100,
    kind: 'at least',
    value: users / (passed[1]?.seconds ?? Infinity),
  },
]
await conclude(gates, { figures: { users, groups, passed }, json: values.json, digits: 0 })
await authorizer.close()
if (bed === undefined) await store.close()
await bed?.stop()
