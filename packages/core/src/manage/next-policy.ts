import { compareText } from '../compare-text.ts'
import { missing } from '../missing.ts'
import { own } from '../own.ts'
import { checkPolicy, isRulePermission } from '../policy/check-policy.ts'
import type { MappingRow, Role, Rule } from '../policy/policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import type { PolicyIssue } from '../policy/policy-error.ts'
import type { WrittenDocument } from '../policy/schema.ts'
import type { StoredPolicy, StoredRole } from '../store/store.ts'
import { checkGroups } from './check-groups.ts'
import { checkLists } from './plan.ts'
import type { PlanState } from './plan.ts'
import { ruleText, withoutRole } from './plan-role.ts'
import { roleText } from './policy-content.ts'
import type { PolicyContent } from './policy-content.ts'
import { checkNotInUse } from './role-in-use.ts'
import type { NamingApplications } from './role-in-use.ts'

/** What a role becomes. */
export interface RoleStep {
  readonly id: string
  readonly before: Role | undefined
  readonly after: Role | undefined
}

/** A policy as a document would have it, and what that changes. */
export interface NextPolicy {
  readonly policy: StoredPolicy
  /** What becomes another, ordered by id. */
  readonly roles: readonly RoleStep[]
  readonly mappingsChanged: boolean
}

/** What tells an issue apart wherever it stands: what it is about, and what is wrong there. */
function issueText(
  { code, path, message }: PolicyIssue,
  { roles, assignments = [], mappings }: PolicyContent,
): string {
  const [list, i, part, j] = path
  const content: unknown = { roles, assignments, mappings }
  // What is said of an unknown name may suggest another, so the name itself is compared.
  const wrong = code.endsWith('_UNKNOWN')
    ? path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], content)
    : message
  if (list === 'assignments') return JSON.stringify([code, assignments[i as number], wrong])
  if (list === 'mappings') return JSON.stringify([code, mappings[i as number], wrong])
  const role = roles[i as number]
  const about: unknown = part === 'rules' ? role?.rules[j as number] : part
  return JSON.stringify([code, role?.id, about, wrong])
}

/** Refuses what a content has wrong; what is stored just so already blocks nothing. */
function checkContent(state: PlanState, now: PolicyContent, next: PolicyContent): void {
  const issuesOf = (content: PolicyContent): readonly PolicyIssue[] =>
    checkPolicy({ assignments: [], ...content }, state.known)
  const issues = issuesOf(next)
  if (issues.length === 0) return
  const known = new Set(issuesOf(now).map((issue) => issueText(issue, now)))
  const fresh = issues.filter((issue) => !known.has(issueText(issue, next)))
  if (fresh.length > 0) throw new PolicyError('the policy', fresh, { status: 422 })
}

/** A role as it is to be written: rules of permissions that no application knows stay as they are stored. */
function withUnknownRules({ policy, known }: PlanState, role: Role): Role {
  const isUnknown = ({ permission }: Rule): boolean => !isRulePermission(known, permission)
  const unknown = (policy.roles.get(role.id)?.role.rules ?? []).filter(isUnknown)
  const kept = missing(unknown, role.rules, ruleText)
  return Object.freeze({ ...role, rules: Object.freeze([...role.rules, ...kept]) })
}

/**
 * The policy that a document leads to. Its roles take the place of all; mapping rows only where it has that list, else
 * they lose the roles that are gone.
 *
 * @param now What is there, as far as the document says something about it.
 * @throws PolicyError and TrilatchError (422) for what a write would refuse, everything in the document at once;
 * `TRILATCH_ROLE_IN_USE` (409)
 */
export function nextPolicy(
  state: PlanState,
  document: WrittenDocument,
  now: PolicyContent,
  published: NamingApplications,
): NextPolicy {
  const { policy } = state
  const listed = document.roles.map((role) => withUnknownRules(state, role))
  const written = new Map(listed.map((role) => [role.id, role]))
  const gone = Array.from(policy.roles.values(), ({ role }) => role).filter(({ id }) => !written.has(id))
  const mappings: readonly MappingRow[] =
    own(document, 'mappings') ?? gone.reduce((rows, { id }) => withoutRole(rows, id), policy.mappings)
  const assignments = own(document, 'assignments')
  checkContent(state, now, {
    roles: listed,
    ...(assignments === undefined ? {} : { assignments }),
    mappings,
  })
  for (const { id } of gone) checkNotInUse(state, id, published)
  checkLists(state, [...written.values()])
  checkGroups(state, mappings)

  const roles = new Map<string, StoredRole>()
  const steps: RoleStep[] = gone.map((before) => ({ id: before.id, before, after: undefined }))
  for (const [id, after] of written) {
    const before = policy.roles.get(id)
    const same = before !== undefined && roleText(before.role) === roleText(after)
    roles.set(id, same ? before : Object.freeze({ role: after, version: '' }))
    if (!same) steps.push({ id, before: before?.role, after })
  }
  const mappingsChanged = JSON.stringify(mappings) !== JSON.stringify(policy.mappings)
  return {
    policy: {
      version: '',
      roles,
      mappings: mappingsChanged ? mappings : policy.mappings,
      mappingsVersion: '',
    },
    roles: steps.toSorted((a, b) => compareText(a.id, b.id)),
    mappingsChanged,
  }
}
