import * as z from 'zod'
import { accessLevels, mappingModes } from './policy.ts'
import type { AccessLevel, Assignment, MappingRow, PolicyDocument, Role, Rule, State } from './policy.ts'

// Structure only: what needs the catalogue or other roles to be judged is in check-policy.ts.

const text = (most: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}+$/u, 'control characters are not allowed')
    .refine((value) => value.isWellFormed(), 'not well-formed Unicode')

/** Ids of roles: an alphabet in which no two ids look alike. */
export const roleIdPattern: RegExp = /^[A-Za-z0-9_][A-Za-z0-9_.:@/-]{0,127}$/

const roleId = z
  .string()
  .regex(roleIdPattern, 'a role id is 1 to 128 of the characters A-Z a-z 0-9 _ . : @ / -')
  .describe('Id of a role')

const context = z
  .string({
    error: ({ input }) =>
      Array.isArray(input)
        ? 'expected one text, and not a list: write one entry for each context'
        : undefined,
  })
  .max(512)
  .describe('A pattern over resource names; absent means every resource')

const knownAre = 'known keys: '

/** An object that has no other keys; of one it does not have the finding can tell which there are. */
function strictObject<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const names = Object.keys(shape).join(' ')
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? knownAre + names : undefined),
  })
}

/** The keys that there are, out of what the validator says of one that there is not. */
export function namesIn(message: string): readonly string[] | undefined {
  return message.startsWith(knownAre) ? message.slice(knownAre.length).split(' ') : undefined
}

const rule = strictObject({
  permission: z.string().max(1_040).describe('A dotted name of the catalogue, an ancestor of one, or "*"'),
  state: z.enum(['granted', 'forbidden'], {
    error: 'expected "granted" or "forbidden"; unspecified is no rule at all',
  }),
  context: context.exactOptional(),
})

export const roleSchema: z.ZodType<Role> = strictObject({
  id: roleId,
  title: text(200).exactOptional(),
  description: text(2_000).exactOptional(),
  administrator: z.boolean().exactOptional(),
  inherits: z.array(roleId).max(1_000).exactOptional(),
  rules: z.array(rule, {
    error: ({ input }) =>
      input === undefined
        ? 'a role needs `rules`, a list, which may be []'
        : 'expected a list of rules, which may be []',
  }),
})

/** Any plain object; what is in it is checked later. */
export const plainObjectSchema: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown())

/** One cell of a role as it is changed: `unspecified` removes the rule. */
export interface WrittenCell extends Omit<Rule, 'state'> {
  readonly state: State | 'unspecified'
}

export const cellSchema: z.ZodType<WrittenCell> = z.strictObject({
  permission: z.string().max(1_040),
  state: z.enum(['granted', 'forbidden', 'unspecified'], {
    error: 'expected "granted" or "forbidden", or "unspecified" for no rule',
  }),
  context: context.exactOptional(),
})

/** Ids of subjects: 1 to 512 characters, no control characters. */
export const subjectIdSchema: z.ZodType<string> = text(512)

export const assignmentSchema: z.ZodType<Assignment> = z.strictObject({
  subject: subjectIdSchema,
  role: roleId,
  scope: context.exactOptional(),
})

export const mappingRowSchema: z.ZodType<MappingRow> = z.strictObject({
  provider: text(200),
  group: text(2_000).describe("The group as its provider names it: a DN, a full path, or 'everyone'"),
  roles: z.array(roleId).min(1).max(1_000),
  scope: context.exactOptional(),
  minAccess: z.enum(accessLevels).exactOptional(),
  mode: z
    .enum(mappingModes)
    .exactOptional()
    .describe('sync: roles come and go with the group; additive: they stay, as ordinary assignments'),
})

/** The most mapping rows that there are. */
export const maxMappingRows = 10_000

/** What is wrong with more. */
export const tooManyMappingRows: string = `there are at most ${maxMappingRows} mapping rows; have several roles in one row, or a pattern for several groups`

/** Mapping rows, all there are. */
export const mappingRowsSchema: z.ZodType<MappingRow[]> = z
  .array(mappingRowSchema)
  .max(maxMappingRows, tooManyMappingRows)

/** The most groups that a provider may name for one subject. */
export const maxGroups = 1_000

/** What a provider says about somebody's groups. */
export const groupsSchema: z.ZodType<readonly { readonly name: string; readonly access?: AccessLevel }[]> = z
  .array(z.strictObject({ name: text(2_000), access: z.enum(accessLevels).exactOptional() }))
  .max(maxGroups)

export const providerSchema: z.ZodType<string> = text(200)

/** A document as it is written: lists that would be empty may be left out. */
export type WrittenDocument = Pick<PolicyDocument, 'format' | 'roles'> & Partial<PolicyDocument>

export const policyDocumentSchema: z.ZodType<WrittenDocument> = z.strictObject({
  $schema: z.string().max(2_000).exactOptional().describe('Where editors find this schema; not kept'),
  format: z.literal(1),
  roles: z.array(roleSchema),
  assignments: z.array(assignmentSchema).exactOptional(),
  mappings: mappingRowsSchema.exactOptional(),
})

/** The published JSON Schema (draft 2020-12) of a policy document. */
export function policyJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(policyDocumentSchema, { io: 'input' }) as Record<string, unknown>
  return {
    ...schema,
    title: 'Trilatch policy document',
    description: 'Roles, assignments and mappings of an application',
  }
}

/** What people can change of a user. */
export interface UserFields {
  readonly email?: string
  readonly title?: string
}

export const userFieldsSchema: z.ZodType<UserFields> = z.strictObject({
  email: z.email('not an e-mail address').max(254).exactOptional(),
  title: text(200).exactOptional(),
})

// The validator works out what it needs when a schema is first used, from objects that have prototypes. That is done
// here, when nothing can have happened yet, and not in the middle of a request of a host that was polluted since.
const sampleRule = { permission: 'a', state: 'granted', context: 'a' }
const sampleRole = {
  id: 'a',
  title: 'a',
  description: 'a',
  administrator: true,
  inherits: ['b'],
  rules: [sampleRule],
}
const sampleMapping = {
  provider: 'a',
  group: 'a',
  roles: ['a'],
  scope: 'a',
  minAccess: 'owner',
  mode: 'sync',
}
const sampleAssignment = { subject: 'a', role: 'a', scope: 'a' }
policyDocumentSchema.parse(
  {
    $schema: 'a',
    format: 1,
    roles: [sampleRole],
    assignments: [sampleAssignment],
    mappings: [sampleMapping],
  },
  { jitless: true },
)
cellSchema.parse(sampleRule, { jitless: true })
groupsSchema.parse([{ name: 'a', access: 'owner' }], { jitless: true })
providerSchema.parse('a', { jitless: true })
plainObjectSchema.parse(sampleRule, { jitless: true })
userFieldsSchema.parse({ email: 'a@example.org', title: 'a' }, { jitless: true })
