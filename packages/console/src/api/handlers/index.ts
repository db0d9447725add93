import type { Handlers } from '../handler.ts'
import { auditHandlers } from './audit.ts'
import { explainHandlers } from './explain.ts'
import { healthHandlers } from './health.ts'
import { mappingHandlers } from './mappings.ts'
import { memberHandlers } from './members.ts'
import { meHandlers } from './me.ts'
import { policyHandlers } from './policy.ts'
import { roleHandlers } from './roles.ts'
import { sessionHandlers } from './session.ts'
import { treeHandlers } from './tree.ts'
import { userRoleHandlers } from './user-roles.ts'
import { userHandlers } from './users.ts'

/** One handler for each operation of the contract. */
export const handlers: Handlers = {
  ...sessionHandlers,
  ...meHandlers,
  ...roleHandlers,
  ...treeHandlers,
  ...memberHandlers,
  ...userRoleHandlers,
  ...mappingHandlers,
  ...userHandlers,
  ...explainHandlers,
  ...auditHandlers,
  ...policyHandlers,
  ...healthHandlers,
}
