import { createMongoAbility, subject as asSubject } from '@casl/ability'
import { AccessControl } from 'accesscontrol'
import { newEnforcer, newModelFromString, StringAdapter } from 'casbin'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import type { Access } from '@trilatch/core'
import { programRules } from './program-rules.ts'
import { decide } from '../specification/specification.ts'
import type { Workload } from './workloads.ts'

/** A peer that has read a workload's policy: whether its i-th check is granted, the subject being resolved. */
export interface Ready {
  readonly check: (i: number) => boolean
  /** Filters the names of all checks at once, where the peer can. */
  readonly list?: () => number
}

/** Builds a peer; `undefined` where it cannot express the workload. */
export type Peer = (workload: Workload) => Promise<Ready | undefined>

/** What each user may do without contexts, worked out beforehand: it favours the peers that need it. */
function folded(workload: Workload): readonly (readonly string[])[] {
  const nodes = nodesOf(workload)
  return workload.users.map((roles) => {
    const world = { nodes, roles: workload.roles, subject: { roles: roles.map((role) => ({ role })) } }
    return workload.permissions.filter((permission) => decide(world, permission).state === 'granted')
  })
}

/** The nodes of the specification's world. */
export function nodesOf(workload: Workload): string[] {
  const all = workload.permissions.flatMap((name) =>
    name.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.')),
  )
  return ['*', ...new Set(all)]
}

const hasContexts = (workload: Workload): boolean =>
  workload.title.startsWith('W3') || workload.title.startsWith('W4')
const isCasbinShape = (workload: Workload): boolean => workload.title.startsWith('W1')

const trilatch: Peer = async (workload) => {
  const permissions = definePermissions(Object.fromEntries(workload.permissions.map((name) => [name, name])))
  const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles: workload.roles }) })
  const accesses = new Map<number, Access>()
  for (const { user } of workload.checks) {
    if (accesses.has(user)) continue
    accesses.set(user, await authorizer.access({ id: `user${user}`, roles: workload.users[user]! }))
  }
  const subjects = workload.checks.map(({ user }) => accesses.get(user)!)
  const asked = workload.checks.map(({ permission }) => permission)
  const names = workload.checks.flatMap(({ name }) => name ?? [])
  if (names.length === 0) return { check: (i) => subjects[i]!.can(asked[i]!) }
  return {
    check: (i) => subjects[i]!.can(asked[i]!, names[i]!),
    list: () => subjects[0]!.filter(asked[0]!, names).length,
  }
}

const casl: Peer = async (workload) => {
  const { checks, users } = workload
  const names = checks.map(({ name }) => name as string)
  const asked = checks.map(({ permission }) => permission)
  if (isCasbinShape(workload)) {
    const abilities = users.map((roles) => `data${Math.floor(Number(roles[0]?.slice(5)) / 10)}`)
    const made = new Map<number, ReturnType<typeof createMongoAbility>>()
    for (const { user } of checks) {
      if (!made.has(user)) made.set(user, createMongoAbility([{ action: 'read', subject: abilities[user]! }]))
    }
    const subjects = checks.map(({ user }) => made.get(user)!)
    return { check: (i) => subjects[i]!.can('read', names[i]!) }
  }
  if (!hasContexts(workload)) {
    const abilities = folded(workload).map((granted) =>
      createMongoAbility(granted.map((subject) => ({ action: 'use', subject }))),
    )
    const subjects = checks.map(({ user }) => abilities[user]!)
    return { check: (i) => subjects[i]!.can('use', asked[i]!) }
  }
  // One ability a role, rules in CASL's order (the last that matches wins); between roles Granted wins.
  const byRole = new Map(
    workload.roles.map((role) => [role.id, createMongoAbility(programRules(workload, role.id))]),
  )
  const abilities = users.map((roles) => roles.map((role) => byRole.get(role)!))
  const subjects = checks.map(({ user }) => abilities[user]!)
  const resources = checks.map(({ permission, name }) => asSubject(permission, { name }))
  const check = (i: number): boolean => {
    for (const ability of subjects[i]!) if (ability.can('use', resources[i]!)) return true
    return false
  }
  return { check, list: () => checks.filter((_, i) => check(i)).length }
}

const casbin: Peer = async (workload) => {
  if (hasContexts(workload)) return undefined
  const model = newModelFromString(`
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
`)
  const { checks } = workload
  const lines = isCasbinShape(workload)
    ? [
        ...workload.roles.map((role, i) => `p, ${role.id}, data${Math.floor(i / 10)}, read`),
        ...workload.users.map((roles, i) => `g, user${i}, ${roles[0]}`),
      ]
    : workload.roles
        .flatMap((role) =>
          foldedRole(workload, role.id).map((permission) => `p, ${role.id}, ${permission}, use`),
        )
        .concat(workload.users.flatMap((roles, i) => roles.map((role) => `g, user${i}, ${role}`)))
  const enforcer = await newEnforcer(model, new StringAdapter(lines.join('\n')))
  const [object, action] = isCasbinShape(workload)
    ? [(i: number) => checks[i]!.name as string, 'read']
    : [(i: number) => checks[i]!.permission, 'use']
  return { check: (i) => enforcer.enforceSync(`user${checks[i]!.user}`, object(i), action) }
}

function foldedRole(workload: Workload, role: string): readonly string[] {
  const world = { nodes: nodesOf(workload), roles: workload.roles, subject: { roles: [{ role }] } }
  return workload.permissions.filter((permission) => decide(world, permission).state === 'granted')
}

const accesscontrol: Peer = async (workload) => {
  if (hasContexts(workload)) return undefined
  const { checks, users } = workload
  const control = new AccessControl()
  // Names may not contain dots there.
  const flat = (name: string): string => name.replaceAll('.', '_')
  for (const [i, role] of workload.roles.entries()) {
    control.grant(role.id)
    const granted = isCasbinShape(workload)
      ? [`data${Math.floor(i / 10)}`]
      : foldedRole(workload, role.id).map(flat)
    for (const resource of granted) control.grant(role.id).readAny(resource)
  }
  const asked = isCasbinShape(workload)
    ? checks.map(({ name }) => name as string)
    : checks.map(({ permission }) => flat(permission))
  const known = new Set(control.getResources())
  return {
    check: (i) => {
      const resource = asked[i]!
      return known.has(resource) && control.can(users[checks[i]!.user] as string[]).readAny(resource).granted
    },
  }
}

export const peers: Readonly<Record<string, Peer>> = { trilatch, casl, casbin, accesscontrol }
