import { randomUUID } from 'node:crypto'
import { checkSubjectId } from '../decision/subject.ts'
import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import { userOrigins } from '../policy/new-user-roles.ts'
import { userFieldsSchema } from '../policy/schema.ts'
import type { Precondition, User } from '../store/store.ts'
import type { Accounts, NewAccount } from './accounts.ts'
import { accept, perform } from './context.ts'
import type { ManageContext } from './context.ts'
import { judgedVault } from './judged-vault.ts'
import { recorded } from './refused-attempts.ts'
import {
  administratorRoles,
  planChangeAccount,
  planCreateAccount,
  planFirstAdministrator,
  planKeepEntries,
} from './plan-account.ts'
import type { PlanState } from './plan.ts'
import { userUnknown } from './plan-user.ts'
import { newestView } from './sessions.ts'

/** The user that an account is about. */
function newUser(account: Omit<NewAccount, 'roles'>): User {
  if (typeof account !== 'object' || account === null)
    throw new TypeError('A new account must be { origin, id?, email?, title? }')
  if (!userOrigins.includes(own(account, 'origin') as NewAccount['origin']))
    throw new TypeError(`A user's origin must be one of ${userOrigins.join(', ')}`)
  const id = own(account, 'id') ?? randomUUID()
  checkSubjectId(id)
  const given = { email: own(account, 'email'), title: own(account, 'title') }
  const fields = accept(userFieldsSchema, given, 'the user', 'TRILATCH_USER_INVALID')
  return Object.freeze({ id, ...fields, suspended: false, createdAt: new Date().toISOString() })
}

/** Accounts over a store. */
export function accountManager(context: ManageContext): Accounts {
  const { store, judge } = context
  /** The empty lists that a first administrator relies on; `undefined` when one is not empty. */
  const emptyLists = async (state: PlanState): Promise<readonly Precondition[] | undefined> => {
    const lists: Precondition[] = []
    for (const id of administratorRoles(state)) {
      const { items, version } = await store.members(id, { limit: 1 })
      if (items.length > 0) return undefined
      lists.push({ kind: 'members', id, version })
    }
    return lists
  }
  return {
    vault:
      judge === undefined
        ? store.vault
        : judgedVault(store.vault, (plan) => recorded(context, plan, () => judge(plan))),
    user: async (id) => {
      checkSubjectId(id)
      return store.user(id)
    },
    userByEmail: async (email) => {
      if (typeof email !== 'string') throw new TypeError('An e-mail address must be a string')
      return store.userByEmail(email)
    },
    epoch: async (id) => {
      checkSubjectId(id)
      const { subject } = await newestView(store, id)
      return subject?.epoch ?? null
    },
    create: async (account) => {
      const user = newUser(account)
      const written = await perform(context, async (state) =>
        planCreateAccount(state, user, await store.user(user.id), account),
      )
      return { ...written, id: user.id }
    },
    createFirstAdministrator: async (account) => {
      const user = newUser(account)
      const written = await perform(context, async (state) => {
        const lists = await emptyLists(state)
        if (lists === undefined)
          throw new TrilatchError('TRILATCH_CONFLICT', 'There is an administrator already', { status: 409 })
        return planFirstAdministrator(state, user, await store.user(user.id), account, lists)
      })
      return { ...written, id: user.id }
    },
    change: async (id, change) => {
      checkSubjectId(id)
      return perform(context, async (state) => {
        const found = await store.user(id)
        if (found === null) throw userUnknown(id)
        const record = own(change, 'roles') === undefined ? null : (await newestView(store, id)).subject
        return planChangeAccount(state, found, change, record)
      })
    },
    keep: (entries) => perform(context, (state) => planKeepEntries(state, entries)),
    mapsToAdministrator: async () => {
      const state = await context.state()
      const roles = new Set(administratorRoles(state))
      return state.policy.mappings.some((row) => row.roles.some((role) => roles.has(role)))
    },
    administratorRoles: async () => administratorRoles(await context.state()),
    hasAdministrator: async () => (await emptyLists(await context.state())) === undefined,
  }
}
