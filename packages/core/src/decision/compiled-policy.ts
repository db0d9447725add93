import { own } from '../catalogue/own.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import { compareSpecificity, parseContext } from '../context/context.ts'
import type { Context } from '../context/context.ts'
import { TrilatchError } from '../errors.ts'
import type { Role, Rule, State } from '../policy/policy.ts'

/** A rule ready to be asked. */
export interface CompiledRule {
  readonly state: State
  /** `undefined`: every resource. */
  readonly context: Context | undefined
}

/** A role ready to be asked. */
export interface CompiledRole {
  readonly id: string
  readonly title: string
  readonly administrator: boolean
  /** Roles it adds; only those that exist and may be inherited. */
  readonly inherits: readonly string[]
  /** By node, each list in the order in which it decides: most specific first, Forbidden before Granted. */
  readonly rules: ReadonlyMap<number, readonly CompiledRule[]>
}

/** Something stored that is read safely instead of as written. */
export interface StoredFault {
  readonly role: string
  readonly rule?: Rule
  readonly inherits?: string
  readonly why: 'permission-unknown' | 'context-unacceptable' | 'role-unknown' | 'administrator-inherited'
}

/** A whole policy at one version, ready to be asked. */
export interface CompiledPolicy {
  readonly version: string
  readonly permissions: Permissions
  readonly roles: ReadonlyMap<string, CompiledRole>
  readonly faults: readonly StoredFault[]
}

/** Orders the rules of one node in the order in which they decide. */
function byPrecedence(a: CompiledRule, b: CompiledRule): number {
  const specificity = compareSpecificity(a.context, b.context)
  if (specificity !== 0) return specificity
  if (a.state !== b.state) return a.state === 'forbidden' ? -1 : 1
  const [x, y] = [a.context?.text ?? '', b.context?.text ?? '']
  return x < y ? -1 : Number(x > y)
}

/** A stored context; an unacceptable one makes Granted nothing and Forbidden count for every resource. */
function readRule(rule: Rule, fault: () => void): CompiledRule | undefined {
  try {
    return { state: rule.state, context: parseContext(own(rule, 'context')) }
  } catch (error) {
    if (!(error instanceof TrilatchError)) throw error
    fault()
    return rule.state === 'forbidden' ? { state: 'forbidden', context: undefined } : undefined
  }
}

function compileRole(
  role: Role,
  roles: ReadonlyMap<string, Role>,
  permissions: Permissions,
  faults: StoredFault[],
): CompiledRole {
  const rules = new Map<number, CompiledRule[]>()
  for (const rule of role.rules) {
    const node = permissions.index.get(rule.permission) ?? permissions.former.get(rule.permission)
    if (node === undefined) {
      faults.push({ role: role.id, rule, why: 'permission-unknown' })
      continue
    }
    const compiled = readRule(rule, () => faults.push({ role: role.id, rule, why: 'context-unacceptable' }))
    if (compiled === undefined) continue
    const list = rules.get(node)
    if (list === undefined) rules.set(node, [compiled])
    else list.push(compiled)
  }
  for (const list of rules.values()) if (list.length > 1) list.sort(byPrecedence)
  const inherits = (own(role, 'inherits') ?? []).filter((id) => {
    const inherited = roles.get(id)
    const administrator = inherited !== undefined && own(inherited, 'administrator') === true
    if (inherited !== undefined && !administrator) return true
    faults.push({
      role: role.id,
      inherits: id,
      why: administrator ? 'administrator-inherited' : 'role-unknown',
    })
    return false
  })
  const administrator = own(role, 'administrator') === true
  return { id: role.id, title: own(role, 'title') ?? role.id, administrator, inherits, rules }
}

/**
 * Makes a policy ready to be asked. Pure. What is stored and cannot be accepted is read on the safe side and
 * listed in `faults`; it never throws because of what a role says.
 */
export function compilePolicy(
  version: string,
  roles: Iterable<Role>,
  permissions: Permissions,
): CompiledPolicy {
  const byId = new Map<string, Role>()
  for (const role of roles) byId.set(role.id, role)
  const faults: StoredFault[] = []
  const compiled = new Map<string, CompiledRole>()
  for (const [id, role] of byId) compiled.set(id, compileRole(role, byId, permissions, faults))
  return { version, permissions, roles: compiled, faults }
}
