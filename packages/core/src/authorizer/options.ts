import { own, unknownKey } from '../own.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import { TrilatchError } from '../errors.ts'
import { isThenable } from '../maybe-promise.ts'
import { checkPolicy } from '../policy/check-policy.ts'
import { parseDocument } from '../policy/parse-data.ts'
import type { Role } from '../policy/policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import { checkRoleLists } from '../policy/role-lists.ts'
import type { RoleLists } from '../policy/role-lists.ts'
import { memoryStoreOf } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { readNewUserRoles } from '../policy/new-user-roles.ts'
import type { NewUserRoles } from '../policy/new-user-roles.ts'
import { isApplicationName } from '../store/applications.ts'
import { defaultApplication } from './publish-application.ts'
import { groupOptionNames, readGroupOptions } from './group-options.ts'
import type { GroupOptions, ReadGroupOptions } from './group-options.ts'
import { readSwitch } from './switch.ts'

/** The options of an authorizer, checked. */
export interface ReadOptions {
  readonly store: Store
  /** The store was made here, of roles given in code. */
  readonly ownStore: boolean
  readonly enabled: boolean
  /** Whether this process holds the policy, or asks for what it needs of it. */
  readonly policy: 'full' | 'on-demand'
  /** The name under which this application publishes its catalogue. */
  readonly application: string
  readonly lists: RoleLists
  readonly accessLifetimeMs: number
  readonly groups: ReadGroupOptions
}

/** Options as they arrive: nothing about them is believed yet. */
interface RawOptions extends GroupOptions {
  readonly permissions: Permissions
  readonly roles?: unknown
  readonly store?: Store | undefined
  readonly enabled?: boolean
  readonly newUserRoles?: NewUserRoles
  readonly anonymousRoles?: readonly string[]
  readonly allowFullAccessForStrangers?: boolean
  readonly accessLifetimeMs?: number
  readonly application?: string
  readonly policy?: 'full' | 'on-demand'
}

const optionNames = [
  'permissions',
  'roles',
  'store',
  'enabled',
  'newUserRoles',
  'anonymousRoles',
  'allowFullAccessForStrangers',
  'accessLifetimeMs',
  'application',
  'policy',
  ...groupOptionNames,
]

function refuse(message: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot create the authorizer: ${message}`)
}

function storeOfRoles(roles: unknown, permissions: Permissions): { store: Store; roles: readonly Role[] } {
  const parsed = parseDocument({ format: 1, roles, assignments: [], mappings: [] })
  if ('issues' in parsed) throw new PolicyError('the roles', parsed.issues)
  const issues = checkPolicy(parsed.value, permissions)
  if (issues.length > 0) throw new PolicyError('the roles', issues)
  return { store: memoryStoreOf(parsed.value), roles: parsed.value.roles }
}

const nameOf = (given: { readonly name?: unknown }): string => String(given.name) || 'memoryStore'

function isStore(store: unknown): store is Store {
  const methods = [
    'ready',
    'view',
    'write',
    'members',
    'scopedMembers',
    'held',
    'user',
    'userByEmail',
    'users',
    'audit',
    'trail',
    'applications',
    'publish',
    'touchGroups',
    'close',
  ]
  return (
    typeof store === 'object' &&
    store !== null &&
    methods.every((name) => typeof (store as Record<string, unknown>)[name] === 'function')
  )
}

/** Reads the options of `createAuthorizer`; every fault names the option, what is expected and the fix. */
export function readOptions(raw: RawOptions, environment: NodeJS.ProcessEnv): ReadOptions {
  if (typeof raw !== 'object' || raw === null)
    throw new TypeError('createAuthorizer takes an object of options')
  const stray = unknownKey(raw, optionNames)
  if (stray !== undefined) refuse(`unknown option ${JSON.stringify(stray)}.${didYouMean(stray, optionNames)}`)
  const permissions = own(raw, 'permissions')
  if (!(permissions?.index instanceof Map)) refuse('`permissions` must be what definePermissions() gives.')
  const [roles, store] = [own(raw, 'roles'), own(raw, 'store')]
  if ((roles === undefined) === (store === undefined))
    refuse('give it either `roles` or a `store`, and not both.')
  if (typeof store === 'function') refuse(`\`store\` was not called: write ${nameOf(store)}(…).`)
  if (isThenable(store)) refuse('`store` is a promise: `await` it first.')
  if (store !== undefined && !isStore(store)) refuse('`store` lacks methods of the Store contract.')
  const lifetime = own(raw, 'accessLifetimeMs') ?? 30_000
  if (!Number.isFinite(lifetime) || lifetime < 100 || lifetime > 3_600_000)
    refuse('`accessLifetimeMs` must be a number from 100 to 3600000.')
  const anonymousRoles = own(raw, 'anonymousRoles') ?? []
  if (!Array.isArray(anonymousRoles) || !anonymousRoles.every((id) => typeof id === 'string')) {
    throw new TypeError('The option `anonymousRoles` must be an array of role ids')
  }
  const application: unknown = own(raw, 'application') ?? defaultApplication
  if (!isApplicationName(application))
    refuse('`application` must be a name of 1 to 64 of the characters A-Z a-z 0-9 _ . -')
  const policy = own(raw, 'policy') ?? 'full'
  if (policy !== 'full' && policy !== 'on-demand') refuse("`policy` must be 'full' or 'on-demand'.")
  if (policy === 'on-demand' && store?.onDemand === undefined)
    refuse("`policy: 'on-demand'` needs a `store` that offers it, as redisStore does.")
  const made = roles === undefined ? undefined : storeOfRoles(roles, permissions)
  const options: ReadOptions = {
    store: made?.store ?? (store as Store),
    ownStore: made !== undefined,
    application,
    policy,
    enabled: readSwitch(own(raw, 'enabled'), environment),
    lists: {
      newUserRoles: readNewUserRoles(own(raw, 'newUserRoles')),
      anonymousRoles: [...anonymousRoles],
      allowFullAccess: own(raw, 'allowFullAccessForStrangers') === true,
    },
    accessLifetimeMs: lifetime,
    groups: readGroupOptions(raw, refuse),
  }
  if (made !== undefined) checkRoleLists(options.lists, new Map(made.roles.map((role) => [role.id, role])))
  return options
}
