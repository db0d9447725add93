// What each operation is asked for in the matrix, and how it answers each kind of caller.
import { whole } from './ask.ts'
import type { Manager, ReservedPermission } from '@trilatch/core'
import type { OperationId } from '@trilatch/console'
import type { World } from './world.ts'

/** A request that is right in every way but perhaps its caller. */
export interface Sample {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
  readonly version?: string | null
}

export const callers = ['anonymous', 'user', 'limited', 'other', 'administrator'] as const

/**
 * - `user`: holds everything of the application.
 * - `limited`: holds the one permission that the operation requires.
 * - `other`: holds every permission of the console but that one.
 */
export type CallerKind = (typeof callers)[number]

export interface Expectation {
  /** The permission that `limited` holds and `other` lacks; said here by itself, and not read from the declaration. */
  readonly permission: ReservedPermission
  readonly statuses: Readonly<Record<CallerKind, number>>
  /** Makes what the request is about, anew for each. */
  readonly sample: (manager: Manager, name: string, world: World) => Promise<Sample>
}

type Answers = Pick<Expectation, 'permission' | 'statuses'>

/** For holders of the permission, and administrators. */
const held = (permission: ReservedPermission, status: number): Answers => ({
  permission,
  statuses: { anonymous: 401, user: 403, limited: status, other: 403, administrator: status },
})

/** For holders of the permission and of another one, because it shows what that one is asked for. */
const heldBeside = (permission: ReservedPermission, status: number): Answers => ({
  permission,
  statuses: { ...held(permission, status).statuses, limited: 403 },
})

const others = { limited: 200, other: 200, administrator: 200 }
/** For whoever holds anything of the console. */
const any: Answers = { permission: 'trilatch.health', statuses: { anonymous: 401, user: 403, ...others } }
const signedIn: Answers = {
  permission: 'trilatch.health',
  statuses: { anonymous: 401, user: 200, ...others },
}
const everybody: Answers = {
  permission: 'trilatch.health',
  statuses: { anonymous: 200, user: 200, ...others },
}

const nothing = async (): Promise<Sample> => ({})

const aRole = async (manager: Manager, name: string): Promise<Sample & { readonly version: string }> => {
  const { version } = await manager.createRole({ id: name, rules: [] })
  return { params: { role: name }, version }
}
const aUser = async (manager: Manager, name: string): Promise<Sample & { readonly version: string }> => {
  const { version } = await manager.createUser({ id: name, email: `${name}@example.org` })
  return { params: { user: name }, version }
}
const both = async (manager: Manager, name: string): Promise<Sample> => ({
  params: { ...(await aRole(manager, name)).params, ...(await aUser(manager, name)).params },
})
const withMembers = async (manager: Manager, name: string, isWhole = false): Promise<Sample> => {
  const { params } = await both(manager, name)
  const { version } = await manager.members(name)
  return { params: { role: name }, ...params, version: isWhole ? whole(version) : version }
}
const rules = { changes: [{ permission: 'project', state: 'unspecified' }] }
const group = (name: string) => ({ provider: 'ldap', group: `cn=${name.replaceAll(/\W/g, '')},dc=example` })
const aGroup = async (manager: Manager, name: string): Promise<Sample> => ({
  params: { role: 'empty' },
  body: group(name),
  version: (await manager.mappings()).version,
})

/** Every operation. One that is not here fails the matrix. */
export const expectations: Readonly<Record<OperationId, Expectation>> = {
  getOpenApi: { ...any, sample: nothing },
  getSession: { ...signedIn, sample: nothing },
  getCatalogue: { ...any, sample: nothing },
  getMyPermissions: { ...everybody, sample: nothing },
  decideMine: {
    ...everybody,
    sample: async () => ({ body: { questions: [{ permission: 'job.run', resource: 'eu.1' }] } }),
  },
  listRoles: { ...held('trilatch.roles.view', 200), sample: nothing },
  createRole: {
    ...held('trilatch.roles.edit', 201),
    sample: async (_, name) => ({ body: { id: name, copyOf: 'empty' } }),
  },
  getRole: { ...held('trilatch.roles.view', 200), sample: aRole },
  replaceRole: {
    ...held('trilatch.roles.edit', 200),
    sample: async (manager, name) => ({ ...(await aRole(manager, name)), body: { title: name, rules: [] } }),
  },
  deleteRole: { ...held('trilatch.roles.delete', 200), sample: aRole },
  changeRules: {
    ...held('trilatch.roles.edit', 200),
    sample: async (manager, name) => ({ ...(await aRole(manager, name)), body: rules }),
  },
  testContext: {
    ...held('trilatch.roles.view', 200),
    sample: async () => ({ body: { context: 'eu.*', names: ['eu.1'] } }),
  },
  getRoleTree: {
    ...held('trilatch.roles.view', 200),
    sample: async (manager, name) => ({ ...(await aRole(manager, name)), query: 'name=job' }),
  },
  previewRoleTree: {
    ...held('trilatch.roles.view', 200),
    sample: async (manager, name) => ({ ...(await aRole(manager, name)), body: rules }),
  },
  listMembers: {
    ...held('trilatch.members.view', 200),
    sample: async () => ({ params: { role: 'runner' }, query: 'all=true' }),
  },
  replaceMembers: {
    ...held('trilatch.members.edit', 200),
    sample: async (manager, name) => ({
      ...(await withMembers(manager, name, true)),
      body: { members: [name] },
    }),
  },
  changeMembers: {
    ...held('trilatch.members.edit', 200),
    sample: async (manager, name) => ({ ...(await withMembers(manager, name)), body: { add: [name] } }),
  },
  assignMember: { ...held('trilatch.members.edit', 200), sample: both },
  unassignMember: { ...held('trilatch.members.edit', 200), sample: both },
  getUserRoles: { ...held('trilatch.members.view', 200), sample: aUser },
  replaceUserRoles: {
    ...held('trilatch.members.edit', 200),
    sample: async (manager, name) => {
      const { params } = await both(manager, name)
      return {
        ...params,
        params: { user: name },
        body: { roles: [name] },
        version: whole((await manager.rolesOf(name)).version),
      }
    },
  },
  assignUserRole: { ...held('trilatch.members.edit', 200), sample: both },
  unassignUserRole: { ...held('trilatch.members.edit', 200), sample: both },
  listRoleGroups: {
    ...held('trilatch.mappings.view', 200),
    sample: async () => ({ params: { role: 'runner' } }),
  },
  addRoleGroup: { ...held('trilatch.mappings.edit', 200), sample: aGroup },
  removeRoleGroup: {
    ...held('trilatch.mappings.edit', 200),
    sample: async (manager, name) => {
      const { version } = await manager.mappings()
      const added = await manager.addGroup('empty', group(name), { version })
      return { params: { role: 'empty' }, body: group(name), version: added.version }
    },
  },
  getMappings: { ...held('trilatch.mappings.view', 200), sample: nothing },
  replaceMappings: {
    ...held('trilatch.mappings.edit', 200),
    sample: async (manager, name) => {
      const { rows, version } = await manager.mappings()
      return { body: { rows: [...rows, { ...group(name), roles: ['empty'] }] }, version: whole(version) }
    },
  },
  previewMappings: {
    ...heldBeside('trilatch.mappings.view', 200),
    sample: async () => ({ body: { rows: [] } }),
  },
  searchGroups: { ...held('trilatch.mappings.edit', 200), sample: async () => ({ query: 'query=ops' }) },
  listUsers: { ...held('trilatch.users.view', 200), sample: nothing },
  createUser: { ...held('trilatch.users.edit', 201), sample: async (_, name) => ({ body: { id: name } }) },
  getUser: { ...held('trilatch.users.view', 200), sample: aUser },
  updateUser: {
    ...held('trilatch.users.edit', 200),
    sample: async (manager, name) => ({ ...(await aUser(manager, name)), body: { title: name } }),
  },
  deleteUser: { ...held('trilatch.users.edit', 200), sample: aUser },
  suspendUser: { ...held('trilatch.users.suspend', 200), sample: aUser },
  resumeUser: { ...held('trilatch.users.suspend', 200), sample: aUser },
  signOutUser: { ...held('trilatch.users.suspend', 200), sample: aUser },
  explain: {
    ...held('trilatch.explain', 200),
    sample: async () => ({ body: { subject: 'ada', permission: 'job.run', resource: 'eu.1' } }),
  },
  listAudit: { ...held('trilatch.audit.view', 200), sample: nothing },
  exportAudit: { ...held('trilatch.audit.view', 200), sample: nothing },
  exportPolicy: { ...held('trilatch.policy.export', 200), sample: nothing },
  planImport: {
    ...heldBeside('trilatch.policy.import', 200),
    sample: async (manager) => ({
      body: { document: (await manager.exportPolicy({ assignments: false })).document },
    }),
  },
  importPolicy: {
    ...held('trilatch.policy.import', 200),
    sample: async (manager) => {
      const { document, version } = await manager.exportPolicy({ assignments: false })
      return { body: { document }, version }
    },
  },
  getHealth: { ...held('trilatch.health', 200), sample: nothing },
  getDiagnostics: { ...held('trilatch.health', 200), sample: nothing },
}
