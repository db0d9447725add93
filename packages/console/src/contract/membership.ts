import * as z from 'zod'
import { maxItems, maxPage, roleId, subjectId, version, versioned } from './common.ts'
import { named, noted } from './named.ts'

/** Why somebody holds a role beside being a member of it. */
export const otherOrigin = named(
  'OtherOrigin',
  z.strictObject({
    origin: noted(
      z.enum(['scoped', 'mapped', 'inherited']),
      '`scoped`: assigned within a scope; `mapped`: by a group; `inherited`: by another role.',
    ),
    scope: z.string().exactOptional(),
    provider: z.string().exactOptional(),
    group: z.string().exactOptional(),
    via: noted(z.array(roleId).exactOptional(), 'From the role that was given to this one, both included.'),
  }),
)

const other = noted(z.array(otherOrigin).max(maxPage), 'The first of them.')

export const member = named(
  'Member',
  z.strictObject({
    id: subjectId,
    title: z.string().exactOptional(),
    email: z.string().exactOptional(),
    suspended: z.boolean(),
    unknown: noted(z.literal(true).exactOptional(), 'There is no such user, or not any more.'),
    member: noted(z.boolean(), 'Holds the role by hand and for every resource.'),
    other,
  }),
)

export const memberPage = named(
  'MemberPage',
  z.strictObject({ items: z.array(member).max(maxPage), ...versioned }),
)

export const memberList = named('MemberList', z.strictObject({ members: z.array(subjectId).max(maxItems) }))

export const memberChanges = named(
  'MemberChanges',
  z.strictObject({
    add: z.array(subjectId).max(maxItems).exactOptional(),
    remove: z.array(subjectId).max(maxItems).exactOptional(),
  }),
)

export const userRole = named(
  'UserRole',
  z.strictObject({
    id: roleId,
    title: z.string(),
    administrator: z.boolean(),
    member: noted(z.boolean(), 'Held by hand and for every resource.'),
    other,
  }),
)

export const userRolePage = named(
  'UserRolePage',
  z.strictObject({
    items: noted(z.array(userRole).max(maxPage), 'Of all roles there are, ordered by id.'),
    next: versioned.next,
    version: noted(
      version.clone().nullable(),
      'Of what the user holds; on the last page it ends with `~whole`. Null on a page before: the store knows nothing of this subject yet.',
    ),
  }),
)

export const roleList = named('RoleList', z.strictObject({ roles: z.array(roleId).max(maxItems) }))
