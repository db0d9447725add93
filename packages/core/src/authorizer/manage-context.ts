import type { Permissions } from '../catalogue/permissions.ts'
import { checkSubjectId } from '../decision/subject.ts'
import type { ManageContext } from '../manage/context.ts'
import type { PlanState } from '../manage/plan.ts'
import { own } from '../own.ts'
import type { RoleLists } from '../policy/role-lists.ts'
import type { Store, StoreView } from '../store/store.ts'
import { knownToAll } from './publish-application.ts'

/** Whom an authorizer's managers write for, and from what. */
export interface Managed {
  readonly permissions: Permissions
  readonly store: Store
  readonly lists: RoleLists
  readonly providers: PlanState['providers']
  /** The newest policy, once the authorizer has started. */
  readonly view: (subject: null) => Promise<StoreView>
}

/** What the managers of one actor share. @throws what `checkSubjectId` throws */
export function manageContext(
  { permissions, store, lists, providers, view }: Managed,
  actor: string | { readonly id: string },
): ManageContext {
  const id = typeof actor === 'object' && actor !== null ? own(actor, 'id') : actor
  checkSubjectId(id)
  const state = async (): Promise<PlanState> => {
    const { policy } = await view(null)
    return { policy, permissions, known: permissions, lists, providers }
  }
  const ruleState = async (): Promise<PlanState> => {
    // The first write may be what starts the authorizer, and what makes its store.
    await view(null)
    const known = await knownToAll(permissions, store)
    return { ...(await state()), known }
  }
  return { store, actor: id, state, ruleState }
}
