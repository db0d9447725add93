import * as z from 'zod'
import {
  maxItems,
  maxPage,
  page,
  paging,
  roleId,
  roleParams,
  subjectId,
  text,
  version,
  versioned,
  written,
} from './common.ts'
import type { Declaration } from './declaration.ts'
import { mappingRow, mixedGroup, roleGroup } from './mapping-rows.ts'
import { named, noted } from './named.ts'

const mixed = {
  warnings: noted(z.array(mixedGroup).max(maxPage), 'Of the groups of this page, each on one page.'),
  providers: noted(
    z.array(z.string()).max(maxPage),
    'Of which groups can lead to roles; none: nothing can be added.',
  ),
}

export const roleGroupPage = named(
  'RoleGroupPage',
  z.strictObject({
    items: z.array(roleGroup).max(maxPage),
    next: versioned.next,
    version: noted(version.clone(), 'Of all mapping rows, of which these are a part.'),
    administrator: noted(z.boolean(), 'Its groups take no wildcard, no scope and not `additive`.'),
    ...mixed,
  }),
)

export const mappingPage = named(
  'MappingPage',
  z.strictObject({
    items: z.array(mappingRow).max(maxPage),
    ...versioned,
    administrators: noted(
      z.array(roleId).max(maxPage * maxItems),
      'Those of the roles of this page that make administrators.',
    ),
    ...mixed,
  }),
)

export const mappingRows = named('MappingRows', z.strictObject({ rows: z.array(mappingRow).max(maxItems) }))

export const writtenMappings = named(
  'WrittenMappings',
  z.strictObject({
    ...written.shape,
    warnings: noted(z.array(mixedGroup).max(maxPage), 'The first of all there are.'),
  }),
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
    query: z.strictObject(paging),
    answer: { status: 200, description: 'A page of groups.', body: roleGroupPage, tagged: 'writes' },
    refusals: [404, 409],
  },
  addRoleGroup: {
    ...editsGroup,
    method: 'POST',
    path: '/roles/{role}/groups',
    summary: 'Has a group lead to a role; nothing happens when it does already',
    reauthentication: 'console',
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
    summary: 'All mapping rows, in the order in which they were written',
    requires: 'trilatch.mappings.view',
    writes: false,
    query: z.strictObject(paging),
    answer: { status: 200, description: 'A page of rows.', body: mappingPage, tagged: 'writes' },
    refusals: [409],
  },
  replaceMappings: {
    method: 'PUT',
    path: '/mappings',
    tag,
    summary: 'Replaces all mapping rows',
    requires: 'trilatch.mappings.edit',
    writes: true,
    ifMatch: 'whole',
    reauthentication: 'console',
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
    // By rows made up for it, it tells who is in which group and holds which role.
    alsoRequires: 'trilatch.members.view',
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
