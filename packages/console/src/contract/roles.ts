import * as z from 'zod'
import {
  cellState,
  context,
  maxItems,
  maxPage,
  page,
  paging,
  permissionName,
  roleId,
  roleParams,
  state,
  text,
  version,
  written,
} from './common.ts'
import type { Declaration } from './declaration.ts'
import { named, noted } from './named.ts'

export const rule = named(
  'Rule',
  z.strictObject({ permission: permissionName, state, context: context.exactOptional() }),
)

const roleFields = {
  title: noted(text(200).exactOptional(), 'Unique; the id where absent.'),
  description: text(2_000).exactOptional(),
  administrator: noted(z.boolean().exactOptional(), 'Whoever holds it is granted everything.'),
  inherits: noted(
    z.array(roleId).max(maxItems).exactOptional(),
    'Roles whose rules its holders also get; it never subtracts.',
  ),
  rules: z.array(rule).max(maxItems),
}

/** What a role is replaced with. */
export const roleContent = named('RoleContent', z.strictObject(roleFields))

/** A role as a document. */
export const role = named('Role', z.strictObject({ id: roleId, ...roleFields }))

export const newRole = named(
  'NewRole',
  z.strictObject({
    ...roleFields,
    id: roleId,
    rules: roleFields.rules.exactOptional(),
    copyOf: noted(roleId.clone().exactOptional(), 'A role whose rules and inherited roles it begins with.'),
  }),
)

export const storedRole = named('StoredRole', z.strictObject({ role, version }))

export const roleSummary = named(
  'RoleSummary',
  z.strictObject({
    id: roleId,
    title: z.string(),
    description: z.string().exactOptional(),
    inherits: z.array(roleId).max(maxItems),
    administrator: z.boolean(),
    members: noted(z.int(), 'How many members it has; counting stops at 200.'),
    moreMembers: noted(z.boolean(), 'There are more members than were counted.'),
    groups: noted(z.int(), 'How many mapping rows lead to it.'),
    version,
  }),
)

export const ruleChanges = named(
  'RuleChanges',
  z.strictObject({
    changes: z
      .array(
        named(
          'RuleChange',
          z.strictObject({
            permission: permissionName,
            context: noted(context.clone().nullable().exactOptional(), 'Absent or null: every resource.'),
            state: noted(cellState.clone().nullable(), '`unspecified` or null removes the rule.'),
          }),
        ),
      )
      .min(1)
      .max(maxItems),
  }),
)

export const contextTest = named(
  'ContextTest',
  z.strictObject({ context, names: z.array(z.string().max(2_000)).max(maxPage) }),
)

export const contextTestResult = named(
  'ContextTestResult',
  z.strictObject({
    matches: noted(
      z.array(z.boolean()).max(maxPage),
      'For each name, in order; all false where the context is not accepted.',
    ),
    improper: noted(
      z.array(z.boolean()).max(maxPage),
      'Which of the names are no proper names, and so match nothing.',
    ),
    problem: noted(z.string().exactOptional(), 'Why the context is not accepted, with the position.'),
  }),
)

const tag = 'Roles'

export const roleRoutes = {
  listRoles: {
    method: 'GET',
    path: '/roles',
    tag,
    summary: 'All roles, ordered by id',
    requires: 'trilatch.roles.view',
    writes: false,
    query: z.strictObject({
      ...paging,
      query: noted(text(200, 0).exactOptional(), 'Part of the id or title, in any case.'),
    }),
    answer: { status: 200, description: 'A page of roles.', body: page('RolePage', roleSummary) },
  },
  createRole: {
    method: 'POST',
    path: '/roles',
    tag,
    summary: 'Creates a role',
    requires: 'trilatch.roles.edit',
    writes: true,
    reauthentication: 'console',
    body: newRole,
    answer: { status: 201, description: 'The role was created.', body: written, tagged: true },
    refusals: [404, 409, 422],
  },
  getRole: {
    method: 'GET',
    path: '/roles/{role}',
    tag,
    summary: 'A role with its rules',
    requires: 'trilatch.roles.view',
    writes: false,
    params: roleParams,
    answer: { status: 200, description: 'The role.', body: storedRole, tagged: true },
    refusals: [404],
  },
  replaceRole: {
    method: 'PUT',
    path: '/roles/{role}',
    tag,
    summary: 'Replaces all of a role but its id',
    requires: 'trilatch.roles.edit',
    writes: true,
    ifMatch: true,
    reauthentication: 'console',
    params: roleParams,
    body: roleContent,
    answer: { status: 200, description: 'The role was replaced.', body: written, tagged: true },
    refusals: [404, 409, 422],
  },
  deleteRole: {
    method: 'DELETE',
    path: '/roles/{role}',
    tag,
    summary: "Removes a role, its assignments, its mapping rows and others' inheriting of it",
    requires: 'trilatch.roles.delete',
    writes: true,
    ifMatch: true,
    params: roleParams,
    answer: { status: 200, description: 'The role was removed.', body: written },
    refusals: [404, 409, 422],
  },
  changeRules: {
    method: 'PATCH',
    path: '/roles/{role}/rules',
    tag,
    summary: 'Changes rules of a role, all at once',
    requires: 'trilatch.roles.edit',
    writes: true,
    ifMatch: true,
    reauthentication: 'console',
    params: roleParams,
    body: ruleChanges,
    answer: { status: 200, description: 'The rules were changed.', body: written, tagged: true },
    refusals: [404, 409, 422],
  },
  testContext: {
    method: 'POST',
    path: '/contexts/test',
    tag,
    summary: 'Which names a context matches; nothing is kept',
    requires: 'trilatch.roles.view',
    writes: false,
    body: contextTest,
    answer: { status: 200, description: 'What it matches.', body: contextTestResult },
    refusals: [422],
  },
} as const satisfies Record<string, Declaration>
