import { definePermissions, newTag } from '@trilatch/core'
import type { MappingRow, Operation, Role, Store } from '@trilatch/core'
import type { Cell } from './cells.ts'
import { kindOf } from './cells.ts'

export const permissions = definePermissions({
  'job.run': { title: 'Run a job', on: 'job' },
  'job.halt': { title: 'Halt a job', on: 'job' },
})

/** The only store of a run. */
export const namespace = 'faults'

/** Roles that many cells use and nobody writes. */
const common: readonly Role[] = [
  { id: 'worker', rules: [{ permission: 'job.run', state: 'granted' }] },
  { id: 'halter', rules: [{ permission: 'job.halt', state: 'granted' }] },
]

/** Writes operations as they are, in the name of nobody in particular. */
export async function change(
  store: Store,
  operations: readonly Operation[],
  expect: Parameters<Store['write']>[0]['expect'] = [],
): Promise<{
  readonly tag: string
  readonly status: 'done' | 'refused' | 'unknown'
  readonly detail: string
}> {
  const tag = newTag()
  const at = new Date().toISOString()
  const audit = { at, actor: 'faults', action: 'set-up', target: '', before: null, after: null }
  const outcome = await store.write({ tag, expect, operations, audit })
  return { tag, status: outcome.status, detail: 'detail' in outcome ? outcome.detail : '' }
}

/** Everything that is there at first. */
export const setUp = (cells: readonly Cell[]): readonly Operation[] => [
  ...common.map((role): Operation => ({ kind: 'put-role', role })),
  ...cells.flatMap((cell) => kindOf(cell).setUp(cell.id)),
  {
    kind: 'put-mappings',
    rows: [staff, ...cells.filter(({ kind }) => kind === 'mapping').map(({ id }) => id)].map(mappingRow),
  },
]

/** Who says which groups subjects are in. */
export const directory = 'directory'
/** A group that always leads to a role. */
export const staff = 'staff'

export const mappingRow = (group: string): MappingRow => ({ provider: directory, group, roles: ['worker'] })
