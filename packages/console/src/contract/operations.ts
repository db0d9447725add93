import { auditRoutes } from './audit.ts'
import type { Declaration } from './declaration.ts'
import { explainRoutes } from './explain.ts'
import { healthRoutes } from './health.ts'
import { mappingRoutes } from './mappings.ts'
import { memberRoutes } from './members.ts'
import { meRoutes } from './me.ts'
import { policyRoutes } from './policy.ts'
import { roleRoutes } from './roles.ts'
import { sessionRoutes } from './session.ts'
import { treeRoutes } from './tree.ts'
import { userRoutes } from './users.ts'

/** Every operation of the API by its id. Served, documented, and tested for every caller is exactly this. */
export const operations = {
  ...sessionRoutes,
  ...meRoutes,
  ...roleRoutes,
  ...treeRoutes,
  ...memberRoutes,
  ...mappingRoutes,
  ...userRoutes,
  ...explainRoutes,
  ...auditRoutes,
  ...policyRoutes,
  ...healthRoutes,
} as const satisfies Record<string, Declaration>

export type Operations = typeof operations
export type OperationId = keyof Operations
