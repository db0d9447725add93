import { auditManager } from './audit.ts'
import type { AuditManager } from './audit.ts'
import type { ManageContext } from './context.ts'
import { groupManager } from './groups.ts'
import type { GroupManager } from './groups.ts'
import { mappingManager } from './mappings.ts'
import type { MappingManager } from './mappings.ts'
import { memberManager } from './members.ts'
import type { MemberManager } from './members.ts'
import { policyManager } from './policies.ts'
import type { PolicyManager } from './policy-manager.ts'
import { previewManager } from './preview.ts'
import type { PreviewManager } from './preview.ts'
import { roleManager } from './roles.ts'
import type { RoleManager } from './roles.ts'
import { sessionManager } from './sessions.ts'
import type { SessionManager } from './sessions.ts'
import { userManager } from './users.ts'
import type { UserManager } from './users.ts'

/**
 * Every write, in the name of one actor. Each is planned as a whole against one version of what is there,
 * refused with `TRILATCH_CONFLICT` when its caller saw an older one, and audited with before and after.
 */
export interface Manager<Permission extends string = string>
  extends
    RoleManager<Permission>,
    MappingManager,
    PreviewManager,
    PolicyManager,
    MemberManager,
    UserManager,
    SessionManager,
    GroupManager,
    AuditManager {}

/** A manager over a store. */
export function createManager<Permission extends string>(context: ManageContext): Manager<Permission> {
  return {
    ...roleManager<Permission>(context),
    ...mappingManager(context),
    ...previewManager(context),
    ...policyManager(context),
    ...memberManager(context),
    ...userManager(context),
    ...sessionManager(context),
    ...groupManager(context),
    ...auditManager(context),
  }
}
