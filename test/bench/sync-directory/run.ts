// `trilatch sync` over a real OpenLDAP and a real Redis: a dry run, a first pass that is ended halfway and gone on with, one
// that finds nothing changed, and one that finds a user in a hundred changed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suffix } from '../../services/slapd-config.ts'
import type { Gate } from '../gates.ts'
import { linkUsers, mappedRoles, provider } from '../linked-users.ts'
import { conclude, flagsOf, progress, whole } from '../program.ts'
import { Bed, write } from '../redis-bed.ts'
import { accountOf, changeOneInHundred, groupDn, startDirectory } from './directory.ts'
import type { DirectorySize } from './directory.ts'
import { heapMegabytes, passWith } from './pass.ts'
import type { Passed } from './pass.ts'

const help = `Loads a private OpenLDAP and a private Redis, then runs \`trilatch sync\` over them.

  pnpm bench:directory [--users 2000] [--groups 500] [--each 10] [--by memberOf|search] [--end term|kill]
                       [--json FILE]

  --users   people in the directory, each of whom is a user (100 to 1,000,000)
  --groups  groups, one in ten of which leads to a role (10 to 10,000)
  --each    groups of each user (1 to 100)
  --by      how groups are found: by the entries of people, or by a search for each (default memberOf)
  --end     how the first pass is ended halfway: asked to (default), or killed; then the next has to wait two minutes
  --json    writes all figures
The whole: --users 100000 --groups 10000 --end kill, about ten minutes and 2 GB of disk. Exits with 1 when a target is
missed.`

const values = flagsOf(help, { users: '2000', groups: '500', each: '10', by: 'memberOf', end: 'term' })
const size: DirectorySize = {
  users: whole(values.users, 100, 1_000_000),
  groups: whole(values.groups, 10, 10_000),
  each: whole(values.each, 1, 100),
}
const { users } = size
const n = (value: number): string => Math.round(value).toLocaleString('en')

progress(`loading ${n(users)} people and ${n(size.groups)} groups into OpenLDAP`)
const slapd = await startDirectory(size)
const bed = await Bed.empty()
const folder = mkdtempSync(join(tmpdir(), 'trilatch-bench-'))
try {
  const ca = join(folder, 'ca.crt')
  writeFileSync(ca, slapd.ca)
  const store = await bed.store({ create: true, notices: false, deadlineMs: 10_000 })
  const { roles, mappings } = mappedRoles(size.groups, groupDn)
  await write(store, [
    ...roles.map((role) => ({ kind: 'put-role', role }) as const),
    { kind: 'put-mappings', rows: mappings },
  ])
  const issuer = `ldap:${suffix}`
  const onProgress = (done: number): void => progress(`users in Redis: ${n(done)} of ${n(users)}`)
  await linkUsers(store, { users, issuer, accountOf, onProgress })

  const pass = passWith({
    slapd,
    redis: bed.client(),
    users,
    environment: {
      BENCH_REDIS: String(bed.server.port),
      BENCH_LDAP: slapd.url,
      BENCH_CA: ca,
      BENCH_MEMORY: join(folder, 'memory'),
      BENCH_GROUPS: values.by,
    },
  })
  const passed: Passed[] = [
    await pass('a dry run', ['--dry-run']),
    await pass('the first, ended halfway', [], values.end === 'kill' ? 'SIGKILL' : 'SIGTERM'),
  ]
  passed.push(await pass('the first, gone on with'), await pass('nothing has changed'))
  progress('changing one user in a hundred')
  const moved = await changeOneInHundred(slapd, size)
  passed.push(await pass('one in a hundred has changed'))

  console.log(
    `\rNode ${process.version}, OpenLDAP and Redis on the same machine. ${n(users)} people, ${n(size.groups)} groups, ${size.each} of each, by ${values.by}; ${n(mappings.length)} mapping rows.\n`,
  )
  for (const { what, seconds, megabytes, searches, commands, result } of passed) {
    const end =
      result === undefined ? 'ended' : `${n(result.changed)} changed${result.resumed ? ', went on' : ''}`
    console.log(
      `  ${what.padEnd(30)}${seconds.toFixed(1).padStart(8)} s  ${n(searches).padStart(9)} searches  ${n(commands).padStart(11)} commands  ${megabytes === undefined ? '' : `${n(megabytes)} MB at most  `}${end}`,
    )
  }
  const [dry, , resumed, unchanged, changed] = passed
  const whom = (one: Passed | undefined): number => one?.result?.changed ?? Number.NaN
  const gates: readonly Gate[] = [
    { what: 'accounts that a pass met', kind: 'at least', limit: users, value: dry?.result?.accounts ?? 0 },
    { what: 'the second went on (1)', kind: 'at least', limit: 1, value: resumed?.result?.resumed ? 1 : 0 },
    { what: 'changes where nothing has changed', kind: 'at most', limit: 0, value: whom(unchanged) },
    { what: 'changes after one in a hundred moved', kind: 'at most', limit: moved, value: whom(changed) },
    {
      what: 'accounts a second when nothing has changed',
      kind: 'at least',
      limit: 200,
      value: users / (unchanged?.seconds ?? Infinity),
    },
    {
      what: `megabytes of the process, of which ${heapMegabytes} heap`,
      kind: 'at most',
      limit: 512,
      value: Math.max(...passed.map(({ megabytes = 0 }) => megabytes)),
    },
  ]
  await conclude(gates, {
    figures: { ...size, by: values.by, provider, passed },
    json: values.json,
    digits: 0,
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
  await bed.stop()
  await slapd.stop()
}
