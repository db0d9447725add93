// The table of kinds of writes. A new kind is an entry here: nothing else has to know of it.
import { TrilatchError } from '@trilatch/core'
import type { Operation, Store, StoreView } from '@trilatch/core'
import { roleOf, subjectOf } from './cells.ts'
import type { Changed, FaultsAccess, Kind } from './cells.ts'
import { change, directory, mappingRow, staff } from './content.ts'

const runs = (_id: string, access: FaultsAccess): 'granted' | 'denied' =>
  access.can('job.run') ? 'granted' : 'denied'

const putRole = (id: string, fields: object = {}): Operation => ({
  kind: 'put-role',
  role: { id: roleOf(id), rules: [{ permission: 'job.run', state: 'granted' }], ...fields },
})
const assign = (id: string, role: string, scope?: string): Operation => ({
  kind: 'assign',
  assignment: { subject: subjectOf(id), role, ...(scope === undefined ? {} : { scope }) },
})
const putUser = (id: string): Operation => ({
  kind: 'put-user',
  user: { id: subjectOf(id), suspended: false, createdAt: '2026-01-01T00:00:00.000Z' },
})

const inGroup = (id: string, name: string): Operation => ({
  kind: 'put-groups',
  subject: subjectOf(id),
  provider: directory,
  groups: [{ name }],
})

const roleVersion = (id: string, { policy }: StoreView): string | undefined =>
  policy.roles.get(roleOf(id))?.version
const subjectVersion = (_id: string, { subject }: StoreView): string | undefined => subject?.version

/** Several operations as one write, as an importer makes them. */
async function together(store: Store, operations: readonly Operation[], role: string): Promise<Changed> {
  const { status, detail } = await change(store, operations, [{ kind: 'role', id: role, version: null }])
  if (status === 'done') return { changed: true }
  throw new TrilatchError(status === 'unknown' ? 'TRILATCH_WRITE_UNKNOWN' : 'TRILATCH_CONFLICT', detail)
}

export const kinds: Readonly<Record<string, Kind>> = {
  rule: {
    setUp: (id) => [putRole(id), assign(id, roleOf(id))],
    ask: runs,
    version: roleVersion,
    grant: async (id, manager) =>
      manager.setRule(
        roleOf(id),
        { permission: 'job.run', state: 'granted' },
        await manager.role(roleOf(id)),
      ),
    revoke: async (id, manager) =>
      manager.setRule(
        roleOf(id),
        { permission: 'job.run', state: 'forbidden' },
        await manager.role(roleOf(id)),
      ),
  },
  inheritance: {
    setUp: (id) => [putRole(id, { rules: [], inherits: ['worker'] }), assign(id, roleOf(id))],
    ask: runs,
    version: roleVersion,
    grant: async (id, manager) =>
      manager.replaceRole(roleOf(id), { rules: [], inherits: ['worker'] }, await manager.role(roleOf(id))),
    revoke: async (id, manager) =>
      manager.replaceRole(roleOf(id), { rules: [] }, await manager.role(roleOf(id))),
  },
  assignment: {
    setUp: (id) => [assign(id, 'worker'), assign(id, 'halter')],
    ask: runs,
    version: subjectVersion,
    grant: (id, manager) => manager.assign({ subject: subjectOf(id), role: 'worker' }),
    revoke: (id, manager) => manager.unassign({ subject: subjectOf(id), role: 'worker' }),
  },
  scope: {
    setUp: (id) => [assign(id, 'worker', 'a.*'), assign(id, 'worker', 'b.*')],
    ask: (_id, access) => {
      if (!access.can('job.run', 'a.one')) return 'denied'
      return access.can('job.run', 'b.one') && !access.can('job.run', 'c.one') ? 'granted' : 'torn'
    },
    version: subjectVersion,
    grant: (id, manager) => manager.assign({ subject: subjectOf(id), role: 'worker', scope: 'a.*' }),
    revoke: (id, manager) => manager.unassign({ subject: subjectOf(id), role: 'worker', scope: 'a.*' }),
  },
  /** One role in the place of another, in one write: there is never none, and never both. */
  exchange: {
    setUp: (id) => [assign(id, 'worker')],
    ask: (_id, access, { subject }) => {
      const [run, halt] = [access.can('job.run'), access.can('job.halt')]
      if (run === halt) return run || subject !== null ? 'torn' : 'denied'
      return run ? 'granted' : 'denied'
    },
    version: subjectVersion,
    grant: async (id, manager) => {
      const subject = subjectOf(id)
      return manager.replaceRolesOf(subject, ['worker'], await manager.rolesOf(subject))
    },
    revoke: async (id, manager) => {
      const subject = subjectOf(id)
      return manager.replaceRolesOf(subject, ['halter'], await manager.rolesOf(subject))
    },
  },
  /** What a group of a directory leads to. All rows are one document, so two writers get into each other's way. */
  mapping: {
    setUp: (id) => [inGroup(id, id)],
    ask: runs,
    grant: async (id, manager) => {
      const { rows, version } = await manager.mappings()
      if (rows.some(({ group }) => group === id)) return { changed: false }
      return manager.replaceMappings([...rows, mappingRow(id)], { version })
    },
    revoke: async (id, manager) => {
      const { rows, version } = await manager.mappings()
      const others = rows.filter(({ group }) => group !== id)
      return others.length === rows.length ? { changed: false } : manager.replaceMappings(others, { version })
    },
  },
  /** What a directory says of a subject, which a row leads to a role. */
  groups: {
    repeated: true,
    setUp: (id) => [inGroup(id, staff)],
    ask: runs,
    version: subjectVersion,
    grant: (id, manager) =>
      manager.recordGroups(subjectOf(id), directory, { status: 'complete', groups: [{ name: staff }] }),
    revoke: (id, manager) =>
      manager.recordGroups(subjectOf(id), directory, { status: 'complete', groups: [] }),
  },
  suspension: {
    setUp: (id) => [putUser(id), assign(id, 'worker')],
    ask: runs,
    version: subjectVersion,
    grant: (id, manager) => manager.restoreUser(subjectOf(id)),
    revoke: (id, manager) => manager.suspendUser(subjectOf(id)),
  },
  /** What ends all sessions makes the newest version the epoch too; any other write begins anew. */
  epoch: {
    initially: 'denied',
    setUp: (id) => [assign(id, 'worker')],
    ask: (_id, _access, { subject }) =>
      subject === null || subject.epoch === subject.version ? 'denied' : 'granted',
    version: subjectVersion,
    grant: async (id, manager) => {
      const assignment = { subject: subjectOf(id), role: 'halter' }
      const { roles } = await manager.rolesOf(assignment.subject)
      return roles.includes('halter') ? manager.unassign(assignment) : manager.assign(assignment)
    },
    revoke: (id, manager) => manager.endSessions(subjectOf(id)),
  },
  'deletion of a user': {
    setUp: (id) => [putUser(id), assign(id, 'worker')],
    ask: runs,
    version: subjectVersion,
    grant: (id, manager) => manager.createUser({ id: subjectOf(id) }),
    revoke: (id, manager) => manager.deleteUser(subjectOf(id)),
  },
  'deletion of a role': {
    setUp: (id) => [putRole(id), assign(id, roleOf(id)), assign(id, 'halter')],
    ask: runs,
    version: subjectVersion,
    grant: (id, _manager, store) => together(store, [putRole(id), assign(id, roleOf(id))], roleOf(id)),
    revoke: (id, manager) => manager.deleteRole(roleOf(id)),
  },
}
