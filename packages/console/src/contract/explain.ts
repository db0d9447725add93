import * as z from 'zod'
import { context, permissionName, resourceName, roleId, state, cellState, subjectId } from './common.ts'
import type { Declaration } from './declaration.ts'
import { named, noted } from './named.ts'

export const reason = named(
  'Reason',
  z.enum([
    'unknown-permission',
    'improper-resource',
    'switched-off',
    'suspended',
    'administrator',
    'granted',
    'forbidden',
    'nothing-granted',
  ]),
  'Why an answer is what it is; the first that applies, in this order.',
)

export const decision = named(
  'Decision',
  z.strictObject({
    state,
    reason,
    permission: z.string(),
    resource: z.string().exactOptional(),
    by: z
      .strictObject({
        role: roleId,
        via: z.array(roleId),
        scope: z.string().exactOptional(),
        node: permissionName,
        context: context.exactOptional(),
      })
      .exactOptional(),
    version: z.string(),
    text: noted(z.string(), 'The very text of the refusal, or what was granted.'),
  }),
)

const explainedRule = named(
  'ExplainedRule',
  z.strictObject({
    state,
    context: context.exactOptional(),
    matched: z.boolean(),
    decided: z.boolean(),
  }),
)

const explainedStep = named(
  'ExplainedStep',
  z.strictObject({ permission: permissionName, title: z.string(), rules: z.array(explainedRule) }),
)

const explainedRole = named(
  'ExplainedRole',
  z.strictObject({
    role: roleId,
    title: z.string(),
    source: z.enum(['handed-in', 'assigned', 'mapped', 'anonymous']),
    mapped: z
      .strictObject({ provider: z.string(), group: z.string(), by: z.string().exactOptional() })
      .exactOptional(),
    via: z.array(roleId),
    scope: z.string().exactOptional(),
    outOfScope: z.boolean(),
    steps: z.array(explainedStep),
    state: cellState,
    expected: state,
    answer: cellState,
  }),
)

export const explanation = named(
  'Explanation',
  z.strictObject({
    decision,
    roles: z.array(explainedRole),
    needed: z.array(z.strictObject({ id: permissionName, title: z.string() })),
    text: noted(z.string(), 'The same as lines of text.'),
  }),
)

export const explainQuestion = named(
  'ExplainQuestion',
  z.strictObject({
    subject: noted(subjectId.clone().nullable(), 'Null: nobody is signed in.'),
    permission: permissionName,
    resource: resourceName.exactOptional(),
  }),
)

export const explainRoutes = {
  explain: {
    method: 'POST',
    path: '/explain',
    tag: 'Explain',
    summary: 'Why somebody may do something, or may not',
    requires: 'trilatch.explain',
    writes: false,
    body: explainQuestion,
    answer: { status: 200, description: 'The whole way to the answer.', body: explanation },
    refusals: [422],
  },
} as const satisfies Record<string, Declaration>
