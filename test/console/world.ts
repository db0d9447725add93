// An application with users and roles of every kind, and who may ask its console for what.
import { createAuthorizer, definePermissions, memoryStore, reservedPermissions } from '@trilatch/core'
import type { Authorizer, HandedInRole, ReservedPermission, Role, Subject } from '@trilatch/core'
import { createConsole } from '@trilatch/console'
import type { ConsoleOptions } from '@trilatch/console'

export const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', level: 'delete' },
  'job.run': { title: 'Run Job', level: 'run' },
})

const reserved = Object.keys(reservedPermissions) as readonly ReservedPermission[]
/** Permissions of the console that operations ask for: those without others below them. */
export const leaves = reserved.filter((name) => !reserved.some((other) => other.startsWith(`${name}.`)))

const granting = (id: string, granted: readonly string[]): Role => ({
  id,
  rules: granted.map((permission) => ({ permission, state: 'granted' })),
})

export const onlyRole = (permission: string): string => `only:${permission}`
export const butRole = (permission: string): string => `but:${permission}`

/** Roles of callers, beside those that the console is asked about. */
const roles: readonly Role[] = [
  { id: 'admin', title: 'Administrator', administrator: true, rules: [] },
  granting('everything', ['*']),
  granting('runner', ['job.run']),
  {
    id: 'writer',
    title: 'Writer',
    rules: [
      { permission: '*', state: 'granted' },
      { permission: 'project.delete', state: 'forbidden' },
    ],
  },
  { id: 'empty', title: 'Empty', rules: [] },
  ...leaves.map((name) => granting(onlyRole(name), [name])),
  ...leaves.map((name) =>
    granting(
      butRole(name),
      leaves.filter((other) => other !== name),
    ),
  ),
]

export interface World {
  readonly authorizer: Authorizer
  readonly options: ConsoleOptions
}

/** A store with two administrators, some users and a mapping row; and the options of its console. */
export function makeWorld(more: Partial<ConsoleOptions> = {}): World {
  const store = memoryStore({
    roles,
    assignments: [
      { subject: 'root', role: 'admin' },
      { subject: 'second', role: 'admin' },
      { subject: 'ada', role: 'runner' },
      { subject: 'ada', role: 'writer', scope: 'eu.*' },
    ],
    mappings: [{ provider: 'ldap', group: 'cn=ops,dc=example', roles: ['runner'] }],
  })
  const authorizer: Authorizer = createAuthorizer({ permissions, store, providers: { ldap: 'dn' } })
  const options: ConsoleOptions = {
    authorizer,
    reauthenticated: ({ session }) => (session as { readonly signedInAt?: number }).signedInAt,
    reauthenticateUrl: '/auth/sign-in',
    groupPicker: {
      providers: ['ldap'],
      search: async ({ limit }) => ({ items: [{ name: 'cn=ops,dc=example' }].slice(0, limit) }),
    },
    ...more,
  }
  return { authorizer, options }
}

/** Puts users where `makeWorld` has only assignments. */
export async function withUsers(world: World): Promise<World> {
  const manager = world.authorizer.manage('test')
  for (const id of ['root', 'second', 'ada', 'bob'])
    await manager.createUser({ id, email: `${id}@example.org`, title: id.toUpperCase() })
  return world
}

export const consoleOf = ({ options }: World): ReturnType<typeof createConsole> => createConsole(options)

export const caller = (id: string, ...held: readonly HandedInRole[]): Subject => ({ id, roles: held })
