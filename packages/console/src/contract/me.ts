import * as z from 'zod'
import { context, permissionName, resourceName, state, version } from './common.ts'
import type { Declaration } from './declaration.ts'
import { reason } from './explain.ts'
import { named, noted } from './named.ts'

/** The most questions that are asked at once. */
const maxQuestions = 100

export const ownPermission = named(
  'OwnPermission',
  z.strictObject({
    permission: permissionName,
    title: z.string(),
    path: noted(z.string(), 'Titles from the top.'),
    depth: z.int(),
    state: noted(state.clone(), 'Without a resource: for every name.'),
    some: noted(z.boolean(), 'Whether it may be granted for some resource.'),
    contexts: z.array(
      named(
        'ContextView',
        z.strictObject({ state, context: context.exactOptional(), scope: z.string().exactOptional() }),
      ),
    ),
    reason,
    message: noted(
      z.string().exactOptional(),
      "Where it is not granted without a resource: the very text of the server's refusal.",
    ),
    code: noted(z.string().exactOptional(), 'Of that refusal.'),
  }),
)

export const ownPermissions = named(
  'OwnPermissions',
  z.strictObject({
    version: noted(version.clone(), 'Changes whenever any answer to the caller may; the ETag too.'),
    signedIn: z.boolean(),
    otherwise: noted(
      z.strictObject({ message: z.string(), code: z.string() }).exactOptional(),
      'What is said of a permission that is not listed.',
    ),
    permissions: noted(
      z.array(ownPermission),
      'Every node of the catalogue; where nobody is signed in, only what is granted.',
    ),
  }),
)

export const questions = named(
  'Questions',
  z.strictObject({
    questions: z
      .array(
        named(
          'Question',
          z.strictObject({ permission: permissionName, resource: resourceName.exactOptional() }),
        ),
      )
      .min(1)
      .max(maxQuestions),
  }),
)

export const answers = named(
  'Answers',
  z.strictObject({
    version: noted(version.clone(), 'As that of `me/permissions`.'),
    decisions: noted(
      z
        .array(
          named(
            'OwnDecision',
            z.strictObject({
              permission: z.string(),
              resource: z.string().exactOptional(),
              granted: z.boolean(),
              reason,
              message: noted(
                z.string().exactOptional(),
                "Where it is not granted: the very text of the server's refusal.",
              ),
              code: noted(z.string().exactOptional(), 'Of that refusal.'),
            }),
          ),
        )
        .max(maxQuestions),
      'In the order asked.',
    ),
  }),
)

const tag = 'Own rights'

/** What everybody may ask about themselves; nothing here takes the id of somebody. */
export const meRoutes = {
  getMyPermissions: {
    method: 'GET',
    path: '/me/permissions',
    tag,
    summary: "The caller's own permissions",
    requires: 'everybody',
    writes: false,
    answer: { status: 200, description: 'Their own alone.', body: ownPermissions, tagged: true },
  },
  decideMine: {
    method: 'POST',
    path: '/me/decisions',
    tag,
    summary: 'Whether the caller may do things to named resources',
    requires: 'everybody',
    writes: false,
    body: questions,
    answer: { status: 200, description: 'One answer for each question.', body: answers },
    refusals: [422],
  },
} as const satisfies Record<string, Declaration>
