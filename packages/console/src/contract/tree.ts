import * as z from 'zod'
import { cellState, context, permissionName, roleId, roleParams, state, text, version } from './common.ts'
import type { Declaration } from './declaration.ts'
import { named, noted } from './named.ts'
import { ruleChanges } from './roles.ts'

export const treeRow = named(
  'TreeRow',
  z.strictObject({
    permission: permissionName,
    title: z.string(),
    path: noted(z.string(), 'Titles from the top.'),
    depth: z.int(),
    state: noted(cellState.clone(), "The node's own rule for every resource."),
    expected: noted(state.clone(), 'What it would be without its own rule.'),
    effective: noted(state.clone(), 'The state, or else the expected one.'),
    contexts: z.array(
      named(
        'TreeContext',
        z.strictObject({
          context,
          state,
          expected: noted(state.clone(), 'What names in this context would get without this row.'),
        }),
      ),
    ),
  }),
)

export const roleTree = named(
  'RoleTree',
  z.strictObject({
    role: roleId,
    title: z.string(),
    inherits: noted(z.array(roleId), 'All roles it inherits, directly or not.'),
    rows: z.array(treeRow),
    version,
  }),
)

export const treePreview = named(
  'RoleTreePreview',
  z.strictObject({
    version: noted(version.clone(), 'Of the role that it was worked out from.'),
    rows: noted(
      z.array(
        named(
          'TreeRowChange',
          z.strictObject({
            before: treeRow,
            after: treeRow,
            answers: noted(
              z.boolean(),
              'Whether anything that is asked of this permission may be answered in another way; never false where it may.',
            ),
            contexts: noted(
              z
                .array(named('TreeContextChange', z.strictObject({ context, before: state, after: state })))
                .max(10),
              'In which contexts names get something else, its own or those above it: at most ten.',
            ),
          }),
        ),
      ),
      'Every row that would be another, or answered in another way by what is above it.',
    ),
  }),
)

const tag = 'Roles'

export const treeRoutes = {
  getRoleTree: {
    method: 'GET',
    path: '/roles/{role}/tree',
    tag,
    summary: 'The tree of a role: state and expected state of every permission',
    requires: 'trilatch.roles.view',
    writes: false,
    params: roleParams,
    query: z.strictObject({
      name: noted(
        text(200, 0).exactOptional(),
        'Part of the title, the path of titles or the dotted name, in any case.',
      ),
      state: cellState.clone().exactOptional(),
      expected: state.clone().exactOptional(),
    }),
    answer: {
      status: 200,
      description: 'The rows that fit, and those above them.',
      body: roleTree,
      tagged: 'writes',
    },
    refusals: [404],
  },
  previewRoleTree: {
    method: 'POST',
    path: '/roles/{role}/tree/preview',
    tag,
    summary: 'What changes of rules would make of the tree; nothing is written',
    requires: 'trilatch.roles.view',
    writes: false,
    params: roleParams,
    body: ruleChanges,
    answer: { status: 200, description: 'The rows that would change.', body: treePreview, tagged: true },
    refusals: [404, 422],
  },
} as const satisfies Record<string, Declaration>
