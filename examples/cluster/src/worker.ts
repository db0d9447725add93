// One of the four processes behind the port. Started by demo.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { makeApp, now } from './app.ts'
import { makeAuthorizer } from './authorizer.ts'
import type { FromWorker, ToWorker } from './messages.ts'

const { DEMO_REDIS = '', DEMO_TOKENS = '{}', DEMO_NUMBER = '' } = process.env
const { authorizer } = makeAuthorizer(DEMO_REDIS)
const tell = (message: FromWorker): void => void process.send?.(message)

/** Whether somebody may run reports, asked as a guard asks; no answer counts as no. */
const mayRun = async (id: string): Promise<boolean> => {
  try {
    return (await authorizer.access({ id })).can('report.run')
  } catch {
    return false
  }
}

/** Looks every millisecond, and tells when a right is gone that was there. */
async function watch({ watch: id, round }: ToWorker): Promise<void> {
  while (!(await mayRun(id))) await sleep(1)
  tell({ kind: 'watching', round })
  while (await mayRun(id)) await sleep(1)
  tell({ kind: 'obeyed', round, at: now() })
}

process.on('message', (message: ToWorker) => void watch(message))
// Nobody is left to serve when the process that started this one is gone.
process.on('disconnect', () => process.exit())

await authorizer.ready()
const tokens = JSON.parse(DEMO_TOKENS) as Record<string, string>
makeApp({ authorizer, tokens, number: DEMO_NUMBER }).listen(0, '127.0.0.1')
