import { TrilatchError } from '@trilatch/core'
import { refuse } from '../../refuse.ts'
import { groupStrategies } from '../ask-groups.ts'
import { Pass } from './pass.ts'
import type { SyncOptions, SyncResult } from './sync-options.ts'

function checkNumber(name: string, value: number | undefined, most: number): void {
  if (value !== undefined && !(Number.isFinite(value) && value >= 0 && value <= most))
    refuse(`\`${name}\` must be a number from 0 to ${most}.`, 'begin the pass')
}

/**
 * Compares a whole directory with what is recorded and writes what differs: twice through the directory, once to know
 * what it would take away and once to write. Users who were not met are asked for one by one, and are gone only by the
 * directory's own word. Nobody is made.
 *
 * @throws TrilatchError `TRILATCH_SYNC_STOPPED` by the limit on mass removal, `TRILATCH_SYNC_RUNNING`,
 * `TRILATCH_PROVIDER_UNKNOWN` where the strategy lists nobody, `TRILATCH_OPTION_INVALID`; and what the directory throws
 */
export async function syncGroups(options: SyncOptions): Promise<SyncResult> {
  checkNumber('maxRemovalShare', options.maxRemovalShare, 1)
  checkNumber('minRemovals', options.minRemovals, 1e9)
  checkNumber('allowRemovals', options.allowRemovals, 1e9)
  const [strategy] = groupStrategies([options.strategy])
  if (strategy?.groups.everyone === undefined) {
    const message = `Strategy ${JSON.stringify(options.strategy.id)} has no directory that lists everybody`
    throw new TrilatchError('TRILATCH_PROVIDER_UNKNOWN', message, { status: 422 })
  }
  return new Pass(strategy, options).run()
}
