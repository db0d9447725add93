import type * as z from 'zod'
import { meansEveryResource } from '../context/context.ts'
import { own } from '../catalogue/own.ts'
import { ownData } from './own-data.ts'
import type { Assignment, MappingRow, PolicyDocument, Role, Rule } from './policy.ts'
import type { PolicyIssue } from './policy-error.ts'
import { policyDocumentSchema } from './schema.ts'

/** What a structural check gives: the value, or everything that is wrong with it. */
export type Parsed<T> = { readonly value: T } | { readonly issues: readonly PolicyIssue[] }

/** Checks the structure of untrusted data, unknown keys included. Nothing of the input is kept. */
export function parseData<T>(schema: z.ZodType<T>, data: unknown): Parsed<T> {
  let copy: unknown
  try {
    copy = ownData(data)
  } catch (error) {
    return { issues: [{ code: 'TRILATCH_POLICY_INVALID', path: [], message: (error as Error).message }] }
  }
  // No code generation: hosts run with `--disallow-code-generation-from-strings` and strict policies.
  const result = schema.safeParse(copy, { jitless: true })
  if (result.success) return { value: result.data }
  const issues = result.error.issues.map((issue) => ({
    code: 'TRILATCH_POLICY_INVALID' as const,
    path: issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
    message: issue.message,
  }))
  return { issues }
}

/** The one stored form of a rule: no fields beyond what it says, `*` and `**` as no context. */
export function canonicalRule(rule: Rule): Rule {
  const context = own(rule, 'context')
  const kept = meansEveryResource(context) ? {} : { context: context as string }
  return Object.freeze({ permission: rule.permission, state: rule.state, ...kept })
}

/** The one stored form of a role, frozen and shared with nobody. */
export function canonicalRole(role: Role): Role {
  const [title, description, inherits] = [own(role, 'title'), own(role, 'description'), own(role, 'inherits')]
  return Object.freeze({
    id: role.id,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(own(role, 'administrator') === true ? { administrator: true } : {}),
    ...(inherits === undefined || inherits.length === 0
      ? {}
      : { inherits: Object.freeze([...new Set(inherits)]) }),
    rules: Object.freeze(role.rules.map(canonicalRule)),
  })
}

/** The one stored form of an assignment: `*` and `**` as no scope. */
export function canonicalAssignment(assignment: Assignment): Assignment {
  const scope = own(assignment, 'scope')
  const kept = meansEveryResource(scope) ? {} : { scope: scope as string }
  return Object.freeze({ subject: assignment.subject, role: assignment.role, ...kept })
}

/** The one stored form of a mapping row. */
export function canonicalMapping(row: MappingRow): MappingRow {
  const [scope, minAccess] = [own(row, 'scope'), own(row, 'minAccess')]
  return Object.freeze({
    provider: row.provider,
    group: row.group,
    roles: Object.freeze([...new Set(row.roles)]),
    ...(meansEveryResource(scope) ? {} : { scope: scope as string }),
    ...(minAccess === undefined ? {} : { minAccess }),
  })
}

/** A whole document in its stored form, or what is wrong with its structure. */
export function parseDocument(data: unknown): Parsed<PolicyDocument> {
  const parsed = parseData(policyDocumentSchema, data)
  if ('issues' in parsed) return parsed
  const { roles } = parsed.value
  const assignments = own(parsed.value, 'assignments') ?? []
  const mappings = own(parsed.value, 'mappings') ?? []
  return {
    value: Object.freeze({
      format: 1,
      roles: Object.freeze(roles.map(canonicalRole)),
      assignments: Object.freeze(assignments.map(canonicalAssignment)),
      mappings: Object.freeze(mappings.map(canonicalMapping)),
    }),
  }
}
