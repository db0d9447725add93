import * as z from 'zod'
import {
  context,
  maxItems,
  page,
  paging,
  roleId,
  roleParams,
  subjectId,
  text,
  version,
  written,
} from './common.ts'
import type { Declaration } from './declaration.ts'
import { named, noted } from './named.ts'

const groupFields = {
  provider: text(200),
  group: noted(text(2_000), 'As its provider names it: a DN, a full path, or `everyone`.'),
  scope: context.exactOptional(),
  minAccess: z.enum(['member', 'developer', 'maintainer', 'owner']).exactOptional(),
  mode: noted(
    z.enum(['sync', 'additive']).exactOptional(),
    '`sync`: roles come and go with the group; `additive`: they stay, as ordinary assignments.',
  ),
}

export const roleGroup = named('RoleGroup', z.strictObject(groupFields))

export const mappingRow = named(
  'MappingRow',
  z.strictObject({ ...groupFields, roles: z.array(roleId).min(1).max(maxItems) }),
)

export const mixedGroup = named(
  'MixedGroup',
  z.strictObject({
    provider: z.string(),
    group: z.string(),
    administrator: roleId,
    ordinary: roleId,
    message: z.string(),
  }),
  'A group that leads both to an administrator role and to an ordinary one.',
)

export const roleGroups = named(
  'RoleGroups',
  z.strictObject({
    groups: z.array(roleGroup),
    version: noted(version.clone(), 'Of all mapping rows.'),
    administrator: noted(z.boolean(), 'Its groups take no wildcard, no scope and not `additive`.'),
    warnings: z.array(mixedGroup),
    providers: noted(z.array(z.string()), 'Of which groups can lead to roles; none: nothing can be added.'),
  }),
)

export const mappings = named(
  'Mappings',
  z.strictObject({
    rows: z.array(mappingRow),
    version,
    warnings: z.array(mixedGroup),
    providers: z.array(z.string()),
  }),
)

export const mappingRows = named('MappingRows', z.strictObject({ rows: z.array(mappingRow).max(maxItems) }))

export const writtenMappings = named(
  'WrittenMappings',
  z.strictObject({ ...written.shape, warnings: z.array(mixedGroup) }),
)

export const scopedRole = named(
  'ScopedRole',
  z.strictObject({ role: roleId, scope: z.string().exactOptional() }),
)

/** What somebody would gain and lose. */
export const subjectChanges = named(
  'SubjectChanges',
  z.strictObject({ subject: subjectId, gains: z.array(scopedRole), loses: z.array(scopedRole) }),
)

export const foundGroup = named(
  'FoundGroup',
  z.strictObject({
    name: noted(z.string(), 'As mapping rows name it.'),
    title: z.string().exactOptional(),
  }),
)

const tag = 'Groups'
const wrote = {
  status: 200,
  description: 'The mapping rows are so.',
  body: writtenMappings,
  tagged: true,
} as const
const editsGroup = {
  tag,
  requires: 'trilatch.mappings.edit',
  writes: true,
  ifMatch: true,
  params: roleParams,
  body: roleGroup,
  answer: wrote,
  refusals: [404, 409, 422],
} as const

export const mappingRoutes = {
  listRoleGroups: {
    method: 'GET',
    path: '/roles/{role}/groups',
    tag,
    summary: 'The groups that lead to a role',
    requires: 'trilatch.mappings.view',
    writes: false,
    params: roleParams,
    answer: { status: 200, description: 'The groups.', body: roleGroups, tagged: true },
    refusals: [404],
  },
  addRoleGroup: {
    ...editsGroup,
    method: 'POST',
    path: '/roles/{role}/groups',
    summary: 'Has a group lead to a role; nothing happens when it does already',
    reauthentication: 'administrator',
  },
  removeRoleGroup: {
    ...editsGroup,
    method: 'POST',
    path: '/roles/{role}/groups/remove',
    summary: 'Has a group lead to a role no more; its other roles stay',
  },
  getMappings: {
    method: 'GET',
    path: '/mappings',
    tag,
    summary: 'All mapping rows',
    requires: 'trilatch.mappings.view',
    writes: false,
    answer: { status: 200, description: 'The rows.', body: mappings, tagged: true },
  },
  replaceMappings: {
    method: 'PUT',
    path: '/mappings',
    tag,
    summary: 'Replaces all mapping rows',
    requires: 'trilatch.mappings.edit',
    writes: true,
    ifMatch: true,
    reauthentication: 'administrator',
    body: mappingRows,
    answer: wrote,
    refusals: [409, 422],
  },
  previewMappings: {
    method: 'POST',
    path: '/mappings/preview',
    tag,
    summary: 'Who would gain and lose what by other mapping rows; nothing is written',
    requires: 'trilatch.mappings.view',
    writes: false,
    query: z.strictObject(paging),
    body: mappingRows,
    answer: {
      status: 200,
      description: 'Those for whom something changes; go on while there is a `next`.',
      body: page('SubjectChangesPage', subjectChanges),
    },
    refusals: [422],
  },
  searchGroups: {
    method: 'GET',
    path: '/groups',
    tag,
    summary: 'Groups of a directory or of GitLab, to pick from',
    requires: 'trilatch.mappings.edit',
    writes: false,
    query: z.strictObject({
      ...paging,
      provider: noted(text(200).exactOptional(), 'Default: the first that groups can be looked for in.'),
      query: noted(text(64, 0).exactOptional(), 'Part of the name or title.'),
    }),
    answer: { status: 200, description: 'A page of groups.', body: page('FoundGroupPage', foundGroup) },
    refusals: [404, 422],
  },
} as const satisfies Record<string, Declaration>
