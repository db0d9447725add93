// What each operation is asked for in the matrix, and how it answers each kind of caller.
import type { Manager } from '@trilatch/core'
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
  readonly statuses: Readonly<Record<CallerKind, number>>
  /** Makes what the request is about, anew for each. */
  readonly sample: (manager: Manager, name: string, world: World) => Promise<Sample>
}

type Statuses = Expectation['statuses']

/** For holders of the permission, and administrators. */
const held = (status: number): Statuses => ({
  anonymous: 401,
  user: 403,
  limited: status,
  other: 403,
  administrator: status,
})

/** For whoever holds anything of the console. */
const any: Statuses = { anonymous: 401, user: 403, limited: 200, other: 200, administrator: 200 }
const signedIn: Statuses = { anonymous: 401, user: 200, limited: 200, other: 200, administrator: 200 }
const everybody: Statuses = { anonymous: 200, user: 200, limited: 200, other: 200, administrator: 200 }

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
const withMembers = async (manager: Manager, name: string): Promise<Sample> => {
  const { params } = await both(manager, name)
  return { params: { role: name }, ...params, version: (await manager.members(name)).version }
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
  getOpenApi: { statuses: any, sample: nothing },
  getSession: { statuses: signedIn, sample: nothing },
  getCatalogue: { statuses: any, sample: nothing },
  getMyPermissions: { statuses: everybody, sample: nothing },
  decideMine: {
    statuses: everybody,
    sample: async () => ({ body: { questions: [{ permission: 'job.run', resource: 'eu.1' }] } }),
  },
  listRoles: { statuses: held(200), sample: nothing },
  createRole: { statuses: held(201), sample: async (_, name) => ({ body: { id: name, copyOf: 'empty' } }) },
  getRole: { statuses: held(200), sample: aRole },
  replaceRole: {
    statuses: held(200),
    sample: async (manager, name) => ({ ...(await aRole(manager, name)), body: { title: name, rules: [] } }),
  },
  deleteRole: { statuses: held(200), sample: aRole },
  changeRules: {
    statuses: held(200),
    sample: async (manager, name) => ({ ...(await aRole(manager, name)), body: rules }),
  },
  testContext: { statuses: held(200), sample: async () => ({ body: { context: 'eu.*', names: ['eu.1'] } }) },
  getRoleTree: {
    statuses: held(200),
    sample: async (manager, name) => ({ ...(await aRole(manager, name)), query: 'name=job' }),
  },
  previewRoleTree: {
    statuses: held(200),
    sample: async (manager, name) => ({ ...(await aRole(manager, name)), body: rules }),
  },
  listMembers: {
    statuses: held(200),
    sample: async () => ({ params: { role: 'runner' }, query: 'all=true' }),
  },
  replaceMembers: {
    statuses: held(200),
    sample: async (manager, name) => ({ ...(await withMembers(manager, name)), body: { members: [name] } }),
  },
  changeMembers: {
    statuses: held(200),
    sample: async (manager, name) => ({ ...(await withMembers(manager, name)), body: { add: [name] } }),
  },
  assignMember: { statuses: held(200), sample: both },
  unassignMember: { statuses: held(200), sample: both },
  getUserRoles: { statuses: held(200), sample: aUser },
  replaceUserRoles: {
    statuses: held(200),
    sample: async (manager, name) => {
      const { params } = await both(manager, name)
      return {
        ...params,
        params: { user: name },
        body: { roles: [name] },
        version: (await manager.rolesOf(name)).version,
      }
    },
  },
  assignUserRole: { statuses: held(200), sample: both },
  unassignUserRole: { statuses: held(200), sample: both },
  listRoleGroups: { statuses: held(200), sample: async () => ({ params: { role: 'runner' } }) },
  addRoleGroup: { statuses: held(200), sample: aGroup },
  removeRoleGroup: {
    statuses: held(200),
    sample: async (manager, name) => {
      const { version } = await manager.mappings()
      const added = await manager.addGroup('empty', group(name), { version })
      return { params: { role: 'empty' }, body: group(name), version: added.version }
    },
  },
  getMappings: { statuses: held(200), sample: nothing },
  replaceMappings: {
    statuses: held(200),
    sample: async (manager, name) => {
      const { rows, version } = await manager.mappings()
      return { body: { rows: [...rows, { ...group(name), roles: ['empty'] }] }, version }
    },
  },
  previewMappings: { statuses: held(200), sample: async () => ({ body: { rows: [] } }) },
  searchGroups: { statuses: held(200), sample: async () => ({ query: 'query=ops' }) },
  listUsers: { statuses: held(200), sample: nothing },
  createUser: { statuses: held(201), sample: async (_, name) => ({ body: { id: name } }) },
  getUser: { statuses: held(200), sample: aUser },
  updateUser: {
    statuses: held(200),
    sample: async (manager, name) => ({ ...(await aUser(manager, name)), body: { title: name } }),
  },
  deleteUser: { statuses: held(200), sample: aUser },
  suspendUser: { statuses: held(200), sample: aUser },
  resumeUser: { statuses: held(200), sample: aUser },
  signOutUser: { statuses: held(200), sample: aUser },
  explain: {
    statuses: held(200),
    sample: async () => ({ body: { subject: 'ada', permission: 'job.run', resource: 'eu.1' } }),
  },
  listAudit: { statuses: held(200), sample: nothing },
  exportAudit: { statuses: held(200), sample: nothing },
  exportPolicy: { statuses: held(200), sample: nothing },
  planImport: {
    statuses: held(200),
    sample: async (manager) => ({
      body: { document: (await manager.exportPolicy({ assignments: false })).document },
    }),
  },
  importPolicy: {
    statuses: held(200),
    sample: async (manager) => {
      const { document, version } = await manager.exportPolicy({ assignments: false })
      return { body: { document }, version }
    },
  },
  getHealth: { statuses: held(200), sample: nothing },
  getDiagnostics: { statuses: held(200), sample: nothing },
}
