// One process over a store of any size: how it starts, what it takes, how fast it answers. Started by scale.ts.
import { Redis } from 'ioredis'
import { redisStore } from '@trilatch/store-redis'
import { createAuthorizer } from '@trilatch/core'
import { median, percentile } from './percentile.ts'
import { permissions, subjectOf } from './redis-bed.ts'

/** What one process measured; times in milliseconds, sizes in megabytes. */
export interface ScaleMeasures {
  /** Until the whole policy was read, checked and compiled. */
  readonly start: number
  /** What that took of the process's memory. */
  readonly policyMegabytes: number
  /** The first question of the process. */
  readonly firstCheck: number
  /** Of subjects that are new to the process, one after the other. */
  readonly newSubject: { readonly p50: number; readonly p99: number }
  /** Of a subject that is known. */
  readonly knownMicroseconds: number
  /** How many subjects were new to it, and are kept. */
  readonly others: number
  /** For them, with what was worked out. */
  readonly subjectsMegabytes: number
  readonly members: Paged
  readonly users: Paged
  readonly searches: readonly (Paged & { readonly search: string })[]
}

/** A list that was read to its end, or for so many pages. */
export interface Paged {
  readonly items: number
  readonly pages: number
  readonly p50: number
  readonly slowest: number
}

const { SCALE_PORT = '0', SCALE_SUBJECTS = '0', SCALE_CROWD = '' } = process.env
const subjects = Number(SCALE_SUBJECTS)

function megabytes(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

/** Reads a list page by page. */
async function pages(
  most: number,
  page: (after?: string) => Promise<{ readonly items: readonly unknown[]; readonly next?: string }>,
): Promise<Paged> {
  const times: number[] = []
  let items = 0
  for (let after: string | undefined; times.length < most;) {
    const begun = performance.now()
    const found = await page(after)
    times.push(performance.now() - begun)
    items += found.items.length
    after = found.next
    if (after === undefined) break
  }
  return { items, pages: times.length, p50: median(times), slowest: Math.max(...times) }
}

const client = new Redis(Number(SCALE_PORT))
await client.ping()
const before = megabytes()
let begun = performance.now()
const store = redisStore({ client, deadlineMs: 10_000 })
const authorizer = createAuthorizer({ permissions, store })
await authorizer.ready()
const start = performance.now() - begun
begun = performance.now()
const first = (await authorizer.access({ id: subjectOf(0) })).canSome('report.view')
const firstCheck = performance.now() - begun
if (!first) throw new Error('The first subject holds a role and may nothing')
const policyMegabytes = megabytes() - before

const fresh: number[] = []
const beforeSubjects = megabytes()
const others = Math.min(10_000, subjects - 1)
for (let n = 1; n <= others; n++) {
  const id = subjectOf(Math.floor((n * subjects) / (others + 1)))
  begun = performance.now()
  await authorizer.access({ id })
  fresh.push(performance.now() - begun)
}
const subjectsMegabytes = megabytes() - beforeSubjects
const known: number[] = []
for (let n = 0; n < 10_000; n++) {
  begun = performance.now()
  await authorizer.access({ id: subjectOf(0) })
  known.push((performance.now() - begun) * 1_000)
}

const manager = authorizer.manage('scale')
const from = (after?: string) => ({ limit: 200, ...(after === undefined ? {} : { after }) })
const members = await pages(Infinity, (after) => manager.members(SCALE_CROWD, from(after)))
const users = await pages(50, (after) => manager.users(from(after)))
const searches = []
for (const search of ['person 12', 'person12', 'PERSON 4', 'person', 'nobody'])
  searches.push({ search, ...(await pages(50, (after) => manager.users({ search, ...from(after) }))) })

const measured: ScaleMeasures = {
  start,
  policyMegabytes,
  firstCheck,
  newSubject: { p50: median(fresh), p99: percentile(fresh, 0.99) },
  knownMicroseconds: median(known),
  others,
  subjectsMegabytes,
  members,
  users,
  searches,
}
console.log(JSON.stringify(measured))
await authorizer.close()
await store.close()
client.disconnect()
