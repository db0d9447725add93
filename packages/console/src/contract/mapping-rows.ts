import * as z from 'zod'
import { context, maxItems, roleId, text } from './common.ts'
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
