import * as z from 'zod'
import type { State } from '../policy/policy.ts'
import { sampleBundle } from './bundle-sample.ts'
import type { DecidedBy, Reason } from './decision.ts'
import { reasons } from './decision.ts'
import type { ContextView } from './list-permissions.ts'

/** A role as it was given, before inheritance. */
export interface BundledRole {
  readonly role: string
  readonly scope?: string
}

/** A role that is held: given, or inherited by one that was. */
export interface BundledHolding extends BundledRole {
  /** From the role that was given to this one, both included. */
  readonly via: readonly string[]
}

/** A rule of a role that is held, for a permission of the catalogue. */
export interface BundledRule {
  readonly permission: string
  readonly state: State
  readonly context?: string
}

/** One permission with its answers. */
export interface BundledPermission {
  readonly permission: string
  readonly title: string
  readonly path: string
  readonly depth: number
  /** The answer without a resource, its reason, and where it comes from. */
  readonly state: State
  readonly reason: Reason
  readonly by?: DecidedBy
  /** Whether it may be granted for some resource. */
  readonly some: boolean
  /** The answer for every proper name, where it is one; `depends`: on the name, by `holdings` and `roles`. */
  readonly named: State | 'depends'
  /** Patterns that matter, for showing. */
  readonly contexts: readonly ContextView[]
}

/** All answers of one set of roles at one position of the policy. docs/bundles.md describes it for other languages. */
export interface DecisionBundle {
  readonly format: 'trilatch-bundle'
  readonly version: 1
  /** Version of the rule. */
  readonly semantics: number
  /** Where in its store's history the policy was made. */
  readonly position: string
  /** Version of the policy. */
  readonly policy: string
  /** Digest of the catalogue. */
  readonly catalogue: string
  /** Whether the roles are those of callers that are not signed in. */
  readonly anonymous: boolean
  /** Ordered by role, then scope (none first); each once. */
  readonly given: readonly BundledRole[]
  readonly ignored: readonly (BundledRole & { readonly why: IgnoredWhy })[]
  /** Everything is granted, because one of the holdings is an administrator role. */
  readonly administrator: boolean
  /** Each with its rules in the order in which they decide: of those of one permission that match, the first. */
  readonly roles: readonly {
    readonly id: string
    readonly title: string
    readonly administrator?: boolean
    readonly rules: readonly BundledRule[]
  }[]
  /** Ordered by role, then scope (none first). */
  readonly holdings: readonly BundledHolding[]
  /** Every node of the catalogue, in its order. */
  readonly permissions: readonly BundledPermission[]
}

const whys = [
  'role-unknown',
  'scope-unacceptable',
  'administrator-scoped',
  'administrator-anonymous',
] as const

/** Why a given role counts for nothing. */
export type IgnoredWhy = (typeof whys)[number]

const text = z.string()
const state = z.enum(['granted', 'forbidden'])
const given = { role: text, scope: text.exactOptional() }

export const bundleSchema: z.ZodType<DecisionBundle> = z.strictObject({
  format: z.literal('trilatch-bundle'),
  version: z.literal(1),
  semantics: z.int().describe('Version of the rule'),
  position: text.describe('Where in its store the policy was made; part of the key'),
  policy: text.describe('Version of the policy'),
  catalogue: text.describe('Digest of the catalogue, as the application has published it'),
  anonymous: z.boolean().describe('Whether these are the roles of callers that are not signed in'),
  given: z.array(z.strictObject(given)).describe('The roles that this is about, by role, then scope'),
  ignored: z
    .array(z.strictObject({ ...given, why: z.enum(whys) }))
    .describe('Roles among those given that count for nothing'),
  administrator: z.boolean().describe('Everything is granted, because a holding is an administrator role'),
  roles: z
    .array(
      z.strictObject({
        id: text,
        title: text,
        administrator: z.boolean().exactOptional(),
        rules: z
          .array(z.strictObject({ permission: text, state, context: text.exactOptional() }))
          .describe('In the order in which they decide'),
      }),
    )
    .describe('The roles that are held'),
  holdings: z
    .array(z.strictObject({ ...given, via: z.array(text).min(1) }))
    .describe('Given and inherited roles, by role, then scope'),
  permissions: z.array(
    z.strictObject({
      permission: text,
      title: text,
      path: text.describe('Titles from the top'),
      depth: z.int(),
      state: state.describe('The answer without a resource'),
      reason: z.enum(reasons),
      by: z
        .strictObject({
          role: text,
          via: z.array(text),
          scope: text.exactOptional(),
          node: text,
          context: text.exactOptional(),
        })
        .exactOptional(),
      some: z.boolean().describe('Whether it may be granted for some resource'),
      named: z
        .enum(['granted', 'forbidden', 'depends'])
        .describe('The answer for every proper name, or that it depends on the name'),
      contexts: z.array(
        z.strictObject({ state, context: text.exactOptional(), scope: text.exactOptional() }),
      ),
    }),
  ),
})

/** The published JSON Schema (draft 2020-12) of a decision bundle. */
export function bundleJsonSchema(): Record<string, unknown> {
  return {
    ...(z.toJSONSchema(bundleSchema, { io: 'input' }) as Record<string, unknown>),
    title: 'Trilatch decision bundle',
    description: 'All answers of one set of roles at one position of the policy',
  }
}

// Worked out now, as those of policy documents are, and not in the middle of a request of a host that was polluted.
bundleSchema.parse(sampleBundle, { jitless: true })
