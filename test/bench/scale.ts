// A store of a million subjects and ten thousand roles in a real Redis: how large it is, and how a process does over it.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Gate } from './gates.ts'
import { conclude, flagsOf, progress, whole } from './program.ts'
import { Bed } from './redis-bed.ts'
import type { Paged, ScaleMeasures } from './scale-child.ts'
import { fill } from './scale-load.ts'
import type { ScaleBytes, ScaleSize } from './scale-load.ts'
import { watchCommands } from './scale-watch.ts'

const help = `Fills a private Redis through the store, then starts a process over it and measures.

  pnpm bench:scale [--subjects 1000000] [--roles 10000] [--users 100000] [--crowd 100000] [--json FILE]

  --subjects  subjects with two roles each (1,000 to 10,000,000)
  --roles     roles (10 to 10,000)
  --users     users with an address and a title, who are searched
  --crowd     how many of the subjects hold one and the same role
  --json      writes all figures
A million takes some minutes and about 1 GB. Exits with 1 when a target is missed, or a command was sent whose work
grows with what is kept.`

const values = flagsOf(help, { subjects: '1000000', roles: '10000', users: '100000', crowd: '100000' })
const subjects = whole(values.subjects, 1_000, 10_000_000)
const size: ScaleSize = {
  subjects,
  roles: whole(values.roles, 10, 10_000),
  users: whole(values.users, 0, 10_000_000),
  crowd: whole(values.crowd, 1, subjects),
}
const n = (value: number): string => Math.round(value).toLocaleString('en')
const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`
const line = (what: string, figure: string, more = ''): void =>
  console.log(`  ${what.padEnd(46)}${figure.padStart(12)}  ${more}`.trimEnd())
const paged = (what: string, { items, pages, p50, slowest }: Paged): void =>
  line(what, ms(p50), `a page; slowest ${ms(slowest)}, ${n(items)} in ${pages} pages`)

function report(bytes: ScaleBytes, loadSeconds: number, measured: ScaleMeasures): void {
  console.log(
    `\rNode ${process.version}. ${n(size.subjects)} subjects with two roles, ${n(size.roles)} roles, ${n(size.users)} users; written in ${n(loadSeconds)} s.\n`,
  )
  console.log('in Redis')
  line('all of it', `${n(bytes.total / 1e6)} MB`)
  line('a subject with two roles', `${n(bytes.subject)} B`)
  line('  its record, with the key', `${n(bytes.record)} B`)
  line('  its entry among the members of one role', `${n(bytes.membership)} B`)
  line('a user with an address and a title', `${n(bytes.user)} B`)
  line('a role with two rules', `${n(bytes.role)} B`)
  console.log('\nin a new process')
  line('until it may be asked', ms(measured.start))
  line('memory for the policy', `${n(measured.policyMegabytes)} MB`)
  line(`memory for ${n(measured.others)} subjects`, `${n(measured.subjectsMegabytes)} MB`)
  line('its first question', ms(measured.firstCheck))
  line('an access of a subject new to it', ms(measured.newSubject.p50), `p99 ${ms(measured.newSubject.p99)}`)
  line('an access of a subject it knows', `${measured.knownMicroseconds.toFixed(1)} µs`)
  console.log('\nlists, 200 to a page')
  paged(`members of a role that ${n(size.crowd)} hold`, measured.members)
  paged('users', measured.users)
  for (const one of measured.searches) paged(`users, searched by ${JSON.stringify(one.search)}`, one)
}

const begun = performance.now()
const bed = await Bed.empty()
try {
  const store = await bed.store({ create: true, notices: false })
  const bytes = await fill(bed.server, store, size, progress)
  const loadSeconds = (performance.now() - begun) / 1_000
  await store.close()

  progress('a process starts over it')
  let measured: ScaleMeasures | undefined
  const watched = await watchCommands(bed.server, async () => {
    const flags = ['--expose-gc', '--conditions=@trilatch/source', '--disable-warning=ExperimentalWarning']
    const child = fileURLToPath(new URL('scale-child.ts', import.meta.url))
    const environment = {
      SCALE_PORT: String(bed.server.port),
      SCALE_SUBJECTS: String(size.subjects),
      SCALE_CROWD: 'crowd',
    }
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, child], {
      env: { ...process.env, ...environment },
    })
    measured = JSON.parse(stdout) as ScaleMeasures
  })
  progress('')
  if (measured === undefined) throw new Error('The process measured nothing')
  const stats = await bed.server.info('commandstats')
  // `hgetall` is judged by its key, where every command is seen.
  const banned = ['keys', 'scan', 'smembers', 'hkeys', 'hvals', 'sscan', 'hscan', 'zscan', 'sort']
  const forbidden = banned.filter((name) => stats.has(`cmdstat_${name}`))
  const gates: readonly Gate[] = [
    { what: 'bytes of the record of a subject', kind: 'at most', limit: 250, value: bytes.record },
    { what: 'commands over all that is kept', kind: 'at most', limit: 0, value: forbidden.length },
    { what: 'ranges without a limit', kind: 'at most', limit: 0, value: watched.unpaged.length },
    {
      what: 'members listed, of those there are',
      kind: 'at least',
      limit: 1,
      value: measured.members.items / size.crowd,
    },
  ]
  report(bytes, loadSeconds, measured)
  for (const one of [...forbidden, ...watched.unpaged]) console.log(`    ${one}`)
  const figures = { node: process.version, ...size, bytes, loadSeconds, measured, commands: watched.seen }
  await conclude(gates, { figures, json: values.json, digits: 0 })
} finally {
  await bed.stop()
}
