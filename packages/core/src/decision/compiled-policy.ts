import type { Permissions } from '../catalogue/permissions.ts'
import { ContextIndex } from '../context/context-index.ts'
import { NameTable } from '../context/name-table.ts'
import type { Role, Rule } from '../policy/policy.ts'
import { compileRole } from './compiled-role.ts'
import type { CompiledRole } from './compiled-role.ts'
import { Programs } from './programs.ts'
import { RememberedLists } from './remembered-lists.ts'

/** Something stored that is read safely instead of as written. */
export interface StoredFault {
  readonly role: string
  readonly rule?: Rule
  readonly inherits?: string
  readonly why:
    | 'permission-unknown'
    | 'context-unacceptable'
    | 'state-unacceptable'
    | 'role-unknown'
    | 'administrator-inherited'
}

/** A whole policy at one version, ready to be asked. */
export interface CompiledPolicy {
  readonly version: string
  readonly permissions: Permissions
  readonly roles: ReadonlyMap<string, CompiledRole>
  readonly contexts: ContextIndex
  /** What is remembered of names; each version begins with an empty table, and knows which names were seen. */
  readonly names: NameTable
  readonly lists: RememberedLists
  readonly programs: Programs
  /** The documents that the roles were made from. */
  readonly documents: ReadonlyMap<string, Role>
  readonly faults: readonly StoredFault[]
}

/** The role that another inherits, if it exists and may be inherited. */
export function inheritedRole(
  roles: ReadonlyMap<string, CompiledRole>,
  id: string,
): CompiledRole | undefined {
  const role = roles.get(id)
  return role?.administrator === true ? undefined : role
}

function* faultsOf(role: CompiledRole, roles: ReadonlyMap<string, CompiledRole>): Generator<StoredFault> {
  for (const { rule, why } of role.faults) yield { role: role.id, rule, why }
  for (const inherits of role.inherits) {
    if (inheritedRole(roles, inherits) !== undefined) continue
    yield { role: role.id, inherits, why: roles.has(inherits) ? 'administrator-inherited' : 'role-unknown' }
  }
}

/** Contexts that an index may hold beside those in use before a new one is made. */
const spareContexts = 1_000

/** After so many roles looked at and rules read another step ends: some tenths of a millisecond. */
const stepWork = 256

/**
 * Makes a policy ready to be asked, in steps: between them whoever drives it may do something else. What is stored
 * and cannot be accepted is read on the safe side and listed in `faults`; it never throws because of what a role says.
 *
 * @param previous An earlier version: roles whose documents are the same objects are taken over as they are.
 */
export function* compileInSteps(
  version: string,
  roles: Iterable<Role>,
  permissions: Permissions,
  previous?: CompiledPolicy,
): Generator<void, CompiledPolicy> {
  let work = 0
  const stepEnds = (done: number): boolean => {
    work += done
    if (work < stepWork) return false
    work = 0
    return true
  }
  const documents = new Map<string, Role>()
  let rules = 0
  for (const role of roles) {
    documents.set(role.id, role)
    rules += role.rules.length
    if (stepEnds(1)) yield
  }
  // Every rule uses one context at most: a new index is due when so much of the earlier one may no longer be used.
  const wasteful = previous !== undefined && previous.contexts.size > 2 * rules + spareContexts
  const earlier = wasteful ? undefined : previous
  const contexts = earlier?.contexts ?? new ContextIndex()

  const compiled = new Map<string, CompiledRole>()
  for (const [id, role] of documents) {
    const same = earlier?.documents.get(id) === role ? earlier.roles.get(id) : undefined
    compiled.set(id, same ?? (yield* compileRole(role, permissions, contexts, stepEnds)))
    if (stepEnds(1)) yield
  }
  const faults: StoredFault[] = []
  for (const role of compiled.values()) {
    if (role.faults.length > 0 || role.inherits.length > 0) faults.push(...faultsOf(role, compiled))
    if (stepEnds(1)) yield
  }
  const names = new NameTable(contexts, previous?.names.seen)
  const lists = new RememberedLists(names)
  const programs = new Programs(permissions)
  return { version, permissions, roles: compiled, contexts, names, lists, programs, documents, faults }
}

/** As `compileInSteps`, all at once. */
export function compilePolicy(...given: Parameters<typeof compileInSteps>): CompiledPolicy {
  const steps = compileInSteps(...given)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
