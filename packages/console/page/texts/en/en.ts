import { audit } from './audit.ts'
import { common, states, problems } from './common.ts'
import { groups } from './groups.ts'
import { members } from './members.ts'
import { mine } from './mine.ts'
import { permissions } from './permissions.ts'
import { roles } from './roles.ts'
import { shell } from './shell.ts'
import { users } from './users.ts'
import { why } from './why.ts'

/** The words are those of the rule: role, permission, context, state, expected state, scope, member. */
export const en = {
  common,
  states,
  problems,
  shell,
  roles,
  members,
  permissions,
  mine,
  users,
  groups,
  why,
  audit,
} as const
