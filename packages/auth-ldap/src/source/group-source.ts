import type { GroupSource } from '@trilatch/auth'
import type { Directory } from '../connection/directory.ts'
import { everyone } from './everyone.ts'
import { groupsOf } from './groups-of.ts'
import { searchGroups } from './search-groups.ts'

/** What a directory says about groups between sign-ins. */
export function groupSource(directory: Directory): GroupSource {
  return {
    groupsOf: (account, _ports, signal) => groupsOf(directory, account, signal),
    search: (query, signal) => searchGroups(directory, query, signal),
    everyone: (options) => everyone(directory, options),
  }
}
