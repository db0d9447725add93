import type { Texts } from '../shape.ts'
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

export const de: Texts = {
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
}
