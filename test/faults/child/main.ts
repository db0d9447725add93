// One process of a run: an application with a store in Redis, which checks all the time, and may write.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createAuthorizer } from '@trilatch/core'
import type { RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import { Random } from '../../simulation/random.ts'
import { cellsOf } from '../cells.ts'
import { namespace, permissions } from '../content.ts'
import { now } from '../messages.ts'
import type { FromProcess, ProcessSettings, ToProcess } from '../messages.ts'
import { Asking } from './asking.ts'
import { Checking } from './checking.ts'
import { connect } from './clients.ts'
import { arm } from './crash-points.ts'
import { Journal } from './journal.ts'
import { watchLag } from './lag-watch.ts'
import { jump } from './wall-clock.ts'
import { watchStore } from './watched-store.ts'
import { Writing } from './writing.ts'

const settings = JSON.parse(process.argv[2] ?? '') as ProcessSettings
const { name, maxStalenessMs, deadlineMs, requireReplicas } = settings
// Nobody is left to ask for anything.
process.on('disconnect', () => process.exit())

const journal = new Journal(settings.log)
setInterval(() => journal.flush(), 100)
watchLag((start, end) => journal.note({ type: 'lag', process: name, start, end }))

const url = pathToFileURL(join(settings.build, 'src/index.ts')).href
const { redisStore } = (await import(url)) as { redisStore: (options: RedisStoreOptions) => RedisStore }
const client = await connect(settings)
const watched = watchStore(
  redisStore({ client, namespace, maxStalenessMs, deadlineMs, requireReplicas }),
  (tag) => journal.noteNow({ type: 'tag', write: writing.current, tag }),
)
const { store } = watched
const authorizer = createAuthorizer({ permissions, store, newUserRoles: { created: ['worker'] } })
const random = new Random(settings.seed)
const cells = cellsOf(settings.writers, settings.cellsEach)
const tell = (message: FromProcess): void => void process.send?.(message)
const asking = new Asking(name, authorizer, watched, journal)
const checking = new Checking(asking, cells, random)
const own = cells.filter(({ owner }) => owner === name)
const writing = new Writing(
  { process: name, cells: own, manager: authorizer.manage(name), store, journal, asking, random, tell },
  settings.writeEveryMs,
)

let working = false

async function crowd(cell: string, count: number): Promise<void> {
  const reads = (): number => (store.health().details as { counters: { reads: number } }).counters.reads
  const before = reads()
  await checking.crowd(cell, count)
  journal.note({ type: 'crowd', process: name, asked: count, reads: reads() - before })
}

function obey(message: ToProcess): void {
  switch (message.do) {
    case 'look':
      // Before it has begun, it waits for its first reading like any application.
      return working ? checking.look(message.cell) : undefined
    case 'hold':
    case 'go':
      writing.held = message.do === 'hold'
      return
    case 'pace':
      writing.everyMs = message.everyMs
      return
    case 'jump':
      return jump(message.ms)
    case 'crowd':
      return void crowd(message.cell, message.count)
    case 'crash':
      return arm(message.at)
    case 'stop':
      journal.close()
      process.exit(0)
  }
}

process.on('message', (message) => obey(message as ToProcess))
while (
  await authorizer.ready().then(
    () => false,
    () => true,
  )
);
journal.noteNow({ type: 'started', process: name, at: now() })
working = true
tell({ say: 'ready' })
checking.start(settings.checkEveryMs)
if (settings.job === 'write') await writing.run()
