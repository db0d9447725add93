// Random writes of every kind, as a console, a command or a sign-in asks for them.
import { credentialKind, linksKind } from '@trilatch/core'
import type {
  Accounts,
  Authorizer,
  ExportedPolicy,
  Manager,
  MappingRow,
  Role,
  Rule,
  WrittenDocument,
} from '@trilatch/core'
import type { Random } from '../simulation/random.ts'
import { contexts, people, roleIds, ruleNames } from './firm.ts'

/** Somebody at work in one process. */
export interface Work {
  readonly random: Random
  readonly who: string
  readonly authorizer: Authorizer
  readonly manager: Manager
  readonly accounts: Accounts
  /** What has been exported so far, to be restored some time. */
  readonly exported: ExportedPolicy[]
}

type Act = (work: Work) => Promise<unknown>

const scopes = [undefined, undefined, 'a*', '*b', 'a.*'] as const
const person = ({ random }: Work): string => random.of(people)
const role = ({ random }: Work): string => random.of(roleIds)
/** Mostly somebody else's, often one's own. */
const whom = (work: Work): string => (work.random.chance(0.3) ? work.who : person(work))
const some = <T>({ random }: Work, items: readonly T[], share: number): T[] =>
  items.filter(() => random.chance(share))

function rule({ random }: Work): Rule {
  const context = random.chance(0.6) ? undefined : random.of(contexts)
  const state = random.chance(0.7) ? 'granted' : 'forbidden'
  return { permission: random.of(ruleNames), state, ...(context === undefined ? {} : { context }) }
}

function content(work: Work): Omit<Role, 'id'> {
  const { random } = work
  const rules = Array.from({ length: random.below(3) }, () => rule(work))
  return {
    rules,
    ...(random.chance(0.2) ? { inherits: [role(work)] } : {}),
    ...(random.chance(0.05) ? { administrator: true } : {}),
  }
}

function row(work: Work): MappingRow {
  const scope = work.random.of(scopes)
  const group = work.random.of(['acme/dev', 'acme/ops'])
  return { provider: 'acme', group, roles: [role(work)], ...(scope === undefined ? {} : { scope }) }
}

const assignment = (work: Work): { subject: string; role: string; scope?: string } => {
  const scope = work.random.of(scopes)
  return { subject: whom(work), role: role(work), ...(scope === undefined ? {} : { scope }) }
}

/** A policy with something changed, so that it can mostly be imported. */
function changed(
  work: Work,
  { roles, assignments = [], mappings = [], ...rest }: WrittenDocument,
): WrittenDocument {
  const { random } = work
  const next = { roles: [...roles], assignments: [...assignments], mappings: [...mappings] }
  for (let n = 1 + random.below(2); n > 0; n--) {
    const at = random.below(4)
    if (at === 0) {
      const i = random.below(next.roles.length)
      const before = next.roles[i]
      if (before !== undefined)
        next.roles[i] = { ...before, rules: [...before.rules.slice(random.below(2)), rule(work)] }
    } else if (at === 1) next.assignments.push(assignment(work))
    else if (at === 2) next.assignments.splice(random.below(next.assignments.length), 1)
    else next.mappings = random.chance(0.5) ? [row(work)] : []
  }
  return { ...rest, ...next }
}

const entry = (kind: string, user: string) => ({ kind, key: user, value: { by: 'test' } })

/** Every kind of write. */
export const acts: Readonly<Record<string, Act>> = {
  'role.create': (work) =>
    work.manager.createRole({ id: work.random.of(['made1', 'made2']), ...content(work) }),
  'role.replace': async (work) => {
    const id = role(work)
    return work.manager.replaceRole(id, content(work), await work.manager.role(id))
  },
  'role.rule': async (work) => {
    const id = role(work)
    const change = { ...rule(work), ...(work.random.chance(0.3) ? { state: 'unspecified' as const } : {}) }
    return work.manager.setRule(id, change, await work.manager.role(id))
  },
  'role.delete': (work) => work.manager.deleteRole(role(work)),
  assign: (work) => work.manager.assign(assignment(work)),
  unassign: async (work) => {
    const subject = whom(work)
    const { assignments } = await work.manager.rolesOf(subject)
    return work.manager.unassign(
      assignments.length === 0 ? assignment(work) : { subject, ...work.random.of(assignments) },
    )
  },
  'members.replace': async (work) => {
    const id = role(work)
    return work.manager.replaceMembers(id, some(work, people, 0.3), await work.manager.members(id))
  },
  'members.change': async (work) => {
    const id = role(work)
    const change = { add: some(work, people, 0.15), remove: some(work, people, 0.15) }
    return work.manager.changeMembers(id, change, await work.manager.members(id))
  },
  'roles.replace': async (work) => {
    const id = whom(work)
    return work.manager.replaceRolesOf(id, some(work, roleIds, 0.15), await work.manager.rolesOf(id))
  },
  'mappings.replace': async (work) =>
    work.manager.replaceMappings(work.random.chance(0.7) ? [row(work)] : [], await work.manager.mappings()),
  'group.add': async (work) => {
    const { roles: _, ...group } = row(work)
    return work.manager.addGroup(role(work), group, await work.manager.mappings())
  },
  'group.remove': async (work) => {
    const { rows, version } = await work.manager.mappings()
    const { roles: leads, ...group } = rows[0] ?? row(work)
    return work.manager.removeGroup(leads[0] as string, group, { version })
  },
  'user.create': (work) =>
    work.manager.createUser({ id: person(work) }, work.random.of(['created', 'registered'])),
  'user.update': async (work) => {
    const id = person(work)
    return work.manager.updateUser(id, { title: work.random.of(['x', 'y']) }, await work.manager.user(id))
  },
  'user.suspend': (work) => work.manager.suspendUser(person(work)),
  'user.restore': async (work) => {
    const { items } = await work.manager.users({ limit: 200 })
    const suspended = items.filter(({ user }) => user.suspended).map(({ user }) => user.id)
    return work.manager.restoreUser(suspended.length > 0 ? work.random.of(suspended) : person(work))
  },
  'user.delete': (work) => work.manager.deleteUser(person(work)),
  'session.end': (work) => work.manager.endSessions(person(work)),
  'account.create': (work) =>
    work.accounts.create({
      id: person(work),
      origin: work.random.of(['created', 'registered']),
      roles: some(work, roleIds, 0.15),
    }),
  'account.password': (work) => {
    const id = person(work)
    // Said to be of somebody now and then who it is not of.
    const whose = work.random.chance(0.7) ? id : person(work)
    return work.accounts.change(id, { action: 'password.change', put: [entry(credentialKind, whose)] })
  },
  'account.link': (work) =>
    work.accounts.change(whom(work), { action: 'account.link', put: [entry(linksKind, person(work))] }),
  'account.roles': (work) =>
    work.accounts.change(whom(work), { action: 'user.roles', roles: some(work, roleIds, 0.15) }),
  'account.sessions': (work) =>
    work.accounts.change(person(work), { action: 'session.end', endSessions: true }),
  invitation: (work) =>
    work.accounts.keep({
      action: 'invitation.create',
      put: [{ kind: 'invitation', key: 'x', value: 1 }],
      roles: some(work, roleIds, 0.15),
    }),
  import: async (work) => {
    const { document, version } = await work.manager.exportPolicy()
    work.exported.push({ document, version })
    return work.manager.importPolicy(changed(work, document), { version })
  },
  restore: async (work) => {
    const { version } = await work.manager.exportPolicy()
    const earlier = work.random.of(work.exported)
    return earlier === undefined ? undefined : work.manager.importPolicy(earlier.document, { version })
  },
  /** An administrator less, as two who fall out would have it. */
  'administrator.less': (work) => {
    const [subject, id] = work.random.of([['boss', 'admin'] as const, ['vice', 'chief'] as const])
    return work.random.of([
      () => work.manager.unassign({ subject, role: id }),
      () => work.manager.suspendUser(subject),
      () => work.manager.deleteUser(subject),
      () => work.manager.deleteRole(id),
      () => work.accounts.change(subject, { action: 'user.roles', roles: [] }),
    ])()
  },
  /** And one back, so that there are two to fall out. */
  'administrator.more': async (work) => {
    const [subject, id] = work.random.of([['boss', 'admin'] as const, ['vice', 'chief'] as const])
    await work.manager.createRole({ id, administrator: true, rules: [] }).catch(() => {})
    await work.manager.restoreUser(subject).catch(() => {})
    return work.manager.assign({ subject, role: id })
  },
  /** A role of one's own making, and then oneself in it. */
  'pair.create-join': async (work) => {
    const id = work.random.of(['made1', 'made2'])
    await work.manager.createRole({ id, ...content(work) })
    return work.manager.assign({ subject: work.who, role: id })
  },
  /** Into a role, and then more into the role. */
  'pair.join-edit': async (work) => {
    const id = role(work)
    await work.manager.assign({ subject: work.who, role: id })
    return work.manager.setRule(id, rule(work), await work.manager.role(id))
  },
  /** Somebody out of the way, and then back. */
  'pair.suspend-restore': async (work) => {
    const id = person(work)
    await work.manager.suspendUser(id)
    return work.manager.restoreUser(id)
  },
}

/** What a step is: some kinds more often, for they mostly find nothing to do. */
export const kinds: readonly string[] = [
  ...Object.keys(acts),
  'administrator.less',
  'administrator.less',
  'administrator.more',
  'administrator.more',
  'user.create',
  'user.create',
  'role.create',
  'account.create',
  'account.create',
  'user.restore',
  'restore',
  'import',
]
