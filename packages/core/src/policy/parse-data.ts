import type * as z from 'zod'
import { meansEveryResource } from '../context/context.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import { own } from '../own.ts'
import { ownData } from './own-data.ts'
import type { Assignment, MappingRow, PolicyDocument, Role, Rule } from './policy.ts'
import type { PolicyIssue } from './policy-error.ts'
import {
  assignmentSchema,
  mappingRowSchema,
  maxMappingRows,
  namesIn,
  policyDocumentSchema,
  roleSchema,
  tooManyMappingRows,
} from './schema.ts'
import type { WrittenDocument } from './schema.ts'

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
  const result = schema.safeParse(copy, { jitless: true, reportInput: true })
  if (result.success) return { value: result.data }
  return { issues: result.error.issues.flatMap(issuesOf) }
}

/** What is said of a key that a document does not have. */
export const unknownKey = 'unknown key'

/** A value as a finding names it: itself where that is short, else what kind of thing it is. */
function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 50 ? 'a longer text' : JSON.stringify(value)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  if (value === undefined) return 'nothing'
  return Array.isArray(value) ? 'a list' : 'an object'
}

/** One finding of the validator; each unknown key is one of ours, where it stands. */
function issuesOf(found: z.core.$ZodIssue): PolicyIssue[] {
  const code = 'TRILATCH_POLICY_INVALID'
  const path = found.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
  // Of the one value that there may be, the validator says neither what came instead nor what kind of thing it is.
  if (found.code === 'invalid_value' && found.values.length === 1)
    return [{ code, path, message: `expected ${shown(found.values[0])}, received ${shown(found.input)}` }]
  if (found.code !== 'unrecognized_keys') return [{ code, path, message: found.message }]
  const known = namesIn(found.message)
  return found.keys.map((key) => {
    const message = known === undefined ? unknownKey : `${unknownKey}.${didYouMean(key, known)}`
    return { code, path: [...path, key], message }
  })
}

/** Checks the items of a list one by one, so that a long list is never held twice. */
function parseList<T>(
  schema: z.ZodType<T>,
  list: readonly unknown[],
  at: string,
  canonical: (item: T) => T,
): Parsed<readonly T[]> {
  const values: T[] = []
  const issues: PolicyIssue[] = []
  for (const [i, item] of list.entries()) {
    const parsed = parseData(schema, item)
    if ('value' in parsed) values.push(canonical(parsed.value))
    else issues.push(...parsed.issues.map((issue) => ({ ...issue, path: [at, i, ...issue.path] })))
  }
  return issues.length > 0 ? { issues } : { value: Object.freeze(values) }
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

/** The scope of an assignment, unless it only seems to have one because `Object.prototype` was polluted. */
export function scopeOf(assignment: Omit<Assignment, 'subject'>): string | undefined {
  return own(assignment, 'scope')
}

/** The one stored form of an assignment: `*` and `**` as no scope. */
export function canonicalAssignment(assignment: Assignment): Assignment {
  const scope = own(assignment, 'scope')
  const kept = meansEveryResource(scope) ? {} : { scope: scope as string }
  return Object.freeze({ subject: assignment.subject, role: assignment.role, ...kept })
}

/** The one stored form of a mapping row. */
export function canonicalMapping(row: MappingRow): MappingRow {
  const [scope, minAccess, mode] = [own(row, 'scope'), own(row, 'minAccess'), own(row, 'mode')]
  return Object.freeze({
    provider: row.provider,
    group: row.group,
    roles: Object.freeze([...new Set(row.roles)]),
    ...(meansEveryResource(scope) ? {} : { scope: scope as string }),
    ...(minAccess === undefined ? {} : { minAccess }),
    ...(mode === 'additive' ? { mode } : {}),
  })
}

/** A whole document in its stored form, or what is wrong with its structure. */
export function parseDocument(data: unknown): Parsed<PolicyDocument> {
  // The frame first, with its lists taken for empty; their items are checked one by one below.
  const entries =
    typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : undefined
  const frame =
    entries === undefined
      ? data
      : Object.fromEntries(entries.map(([key, value]) => [key, Array.isArray(value) ? [] : value]))
  const checked = parseData(policyDocumentSchema, frame)
  if ('issues' in checked) return checked
  const fields = new Map(entries)
  const listed = (name: string): readonly unknown[] => (fields.get(name) as unknown[] | undefined) ?? []
  if (listed('mappings').length > maxMappingRows) {
    const issue = {
      code: 'TRILATCH_POLICY_INVALID',
      path: ['mappings'],
      message: tooManyMappingRows,
    } as const
    return { issues: [issue] }
  }
  const roles = parseList(roleSchema, listed('roles'), 'roles', canonicalRole)
  const assignments = parseList(assignmentSchema, listed('assignments'), 'assignments', canonicalAssignment)
  const mappings = parseList(mappingRowSchema, listed('mappings'), 'mappings', canonicalMapping)
  if ('value' in roles && 'value' in assignments && 'value' in mappings) {
    return {
      value: Object.freeze({
        format: 1,
        roles: roles.value,
        assignments: assignments.value,
        mappings: mappings.value,
      }),
    }
  }
  return {
    issues: [roles, assignments, mappings].flatMap((parsed) => ('issues' in parsed ? parsed.issues : [])),
  }
}

/** The same of a document whose lists may be left out, and then are. */
export function parseWritten(data: unknown): Parsed<WrittenDocument> {
  const parsed = parseDocument(data)
  if ('issues' in parsed) return parsed
  const { assignments, mappings, ...rest } = parsed.value
  const has = (list: 'assignments' | 'mappings'): boolean =>
    Object.hasOwn(data as object, list) && (data as WrittenDocument)[list] !== undefined
  return {
    value: Object.freeze({
      ...rest,
      ...(has('assignments') ? { assignments } : {}),
      ...(has('mappings') ? { mappings } : {}),
    }),
  }
}
