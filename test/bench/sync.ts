// A pass over a whole directory, generated in this process: what the store's side of it takes. The directory's own side is
// measured where there is one.
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { linkEntries, syncGroups } from '@trilatch/auth'
import type { ListedAccount, PasswordStrategy, SyncResult } from '@trilatch/auth'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import type { MappingRow, Operation, Role, Store } from '@trilatch/core'
import { passes } from './gates.ts'
import type { Gate } from './gates.ts'
import { Bed, write } from './redis-bed.ts'

const help = `Fills a store with users whose groups are recorded, then passes over a directory of them.

  pnpm bench:sync [--users 2000] [--groups 500] [--each 10] [--store redis|memory] [--json FILE]

  --users   users, each with an account of the directory (100 to 1,000,000)
  --groups  groups, one in ten of which leads to a role (10 to 10,000)
  --each    groups of each user (1 to 100)
  --store   where they are kept: a private Redis (default), or this process
  --json    writes all figures
The whole: --users 100000 --groups 10000, some minutes. Exits with 1 when a target is missed.`

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    users: { type: 'string', default: '2000' },
    groups: { type: 'string', default: '500' },
    each: { type: 'string', default: '10' },
    store: { type: 'string', default: 'redis' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help === true) {
  console.log(help)
  process.exit(0)
}
const whole = (text: string, least: number, most: number): number =>
  Math.min(most, Math.max(least, Number.parseInt(text, 10) || least))
const [users, groups, each] = [
  whole(values.users, 100, 1_000_000),
  whole(values.groups, 10, 10_000),
  whole(values.each, 1, 100),
]

const issuer = 'ldap://directory.test'
const userOf = (i: number): string => `user-${String(i).padStart(7, '0')}`
const groupOf = (i: number): string => `cn=group-${String(i).padStart(5, '0')},ou=groups,dc=bench`
const roles: Role[] = Array.from({ length: 100 }, (_, i) => ({
  id: `role-${i}`,
  rules: [{ permission: 'report.view', state: 'granted' }],
}))
const mappings: MappingRow[] = Array.from({ length: Math.ceil(groups / 10) }, (_, i) => ({
  provider: 'ldap',
  group: groupOf(i * 10),
  roles: [`role-${i % 100}`],
}))

/** The groups of a user; after a round of changes, one user in a hundred has others. */
function groupsOf(i: number, round: number): { readonly name: string }[] {
  const shift = i % 100 === 0 ? round : 0
  return Array.from({ length: each }, (_, j) => (i * 7 + j * 131 + shift) % groups)
    .filter((group, at, all) => all.indexOf(group) === at)
    .toSorted((a, b) => a - b)
    .map((group) => ({ name: groupOf(group) }))
}

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

const progress = (text: string): void => void process.stderr.write(`\r${text.padEnd(60)}`)
const n = (value: number): string => Math.round(value).toLocaleString('en')
/** What is held, without what is only waiting to be collected. */
const megabytes = (): number => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

async function fill(store: Store): Promise<void> {
  const batch = 50
  for (let i = 0; i < users; i += batch) {
    const operations = Array.from({ length: Math.min(batch, users - i) }, (_, j): Operation[] => {
      const id = userOf(i + j)
      const user = { id, title: id, suspended: false, createdAt: '2026-01-01T00:00:00.000Z' }
      const { put } = linkEntries(id, { provider: 'ldap', issuer, id })
      return [
        { kind: 'put-user', user },
        ...put.map((entry): Operation => ({ kind: 'put-entry', entry })),
        { kind: 'put-groups', subject: id, provider: 'ldap', groups: groupsOf(i + j, 0) },
      ]
    }).flat()
    await write(store, operations)
    if (i % 1_000 === 0) progress(`filling: ${n(i)} of ${n(users)} users`)
  }
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
await fill(store)
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
console.log('\ntargets')
for (const gate of gates)
  console.log(
    `  ${passes(gate) ? '✓' : '✗'} ${gate.what.padEnd(44)} ${gate.value.toFixed(0).padStart(10)}  ${gate.kind} ${gate.limit}`,
  )
if (values.json !== undefined)
  await writeFile(values.json, JSON.stringify({ users, groups, passed, gates }, null, 2))
await authorizer.close()
if (bed === undefined) await store.close()
await bed?.stop()
process.exitCode = gates.every(passes) ? 0 : 1
