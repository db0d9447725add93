import * as z from 'zod'
import { context, paging, roleParams, roleUserParams, text, userParams, written } from './common.ts'
import type { Declaration } from './declaration.ts'
import { memberChanges, memberList, memberPage, roleList, userRolePage } from './membership.ts'
import { noted } from './named.ts'

const scope = z.strictObject({
  scope: noted(context.clone().exactOptional(), 'Where the role counts; absent: everywhere.'),
})
const tag = 'Members'
const wrote = { status: 200, description: 'What was asked for is so.', body: written, tagged: true } as const

/** One assignment, from either side. */
const assign = {
  method: 'PUT',
  tag,
  summary: 'Gives a user a role; nothing happens when it is held so already',
  requires: 'trilatch.members.edit',
  writes: true,
  reauthentication: 'console',
  params: roleUserParams,
  query: scope,
  answer: wrote,
  refusals: [404, 409, 422],
} as const
const unassign = {
  method: 'DELETE',
  tag,
  summary: 'Takes a role from a user; nothing happens when it is not held so',
  requires: 'trilatch.members.edit',
  writes: true,
  params: roleUserParams,
  query: scope,
  answer: wrote,
  refusals: [404, 409, 422],
} as const

export const memberRoutes = {
  listMembers: {
    method: 'GET',
    path: '/roles/{role}/members',
    tag,
    summary: 'Users, and which of them are members of a role',
    requires: 'trilatch.members.view',
    writes: false,
    params: roleParams,
    query: z.strictObject({
      ...paging,
      all: noted(z.boolean().exactOptional(), 'All members, and behind them the users who are none.'),
      query: noted(
        text(254, 0).exactOptional(),
        'What the id, e-mail address or title begins with; only with `all`.',
      ),
    }),
    answer: { status: 200, description: 'A page, perhaps not full.', body: memberPage, tagged: 'writes' },
    refusals: [404, 409],
  },
  replaceMembers: {
    method: 'PUT',
    path: '/roles/{role}/members',
    tag,
    summary: 'Replaces the members of a role, in one write',
    requires: 'trilatch.members.edit',
    writes: true,
    ifMatch: 'whole',
    reauthentication: 'console',
    params: roleParams,
    body: memberList,
    answer: wrote,
    refusals: [404, 409, 422],
  },
  changeMembers: {
    method: 'PATCH',
    path: '/roles/{role}/members',
    tag,
    summary: 'Adds and removes members of a role, in one write',
    requires: 'trilatch.members.edit',
    writes: true,
    ifMatch: true,
    reauthentication: 'console',
    params: roleParams,
    body: memberChanges,
    answer: wrote,
    refusals: [404, 409, 422],
  },
  assignMember: { ...assign, path: '/roles/{role}/members/{user}' },
  unassignMember: { ...unassign, path: '/roles/{role}/members/{user}' },
  getUserRoles: {
    method: 'GET',
    path: '/users/{user}/roles',
    tag,
    summary: 'All roles, and which of them a user holds',
    requires: 'trilatch.members.view',
    writes: false,
    params: userParams,
    query: z.strictObject(paging),
    answer: { status: 200, description: 'A page of roles.', body: userRolePage, tagged: 'writes' },
    refusals: [404, 409],
  },
  replaceUserRoles: {
    method: 'PUT',
    path: '/users/{user}/roles',
    tag,
    summary: 'Replaces the roles that a user holds as a member, in one write',
    requires: 'trilatch.members.edit',
    writes: true,
    ifMatch: 'whole',
    reauthentication: 'console',
    params: userParams,
    body: roleList,
    answer: wrote,
    refusals: [404, 409, 422],
  },
  assignUserRole: { ...assign, path: '/users/{user}/roles/{role}' },
  unassignUserRole: { ...unassign, path: '/users/{user}/roles/{role}' },
} as const satisfies Record<string, Declaration>
