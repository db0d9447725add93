import type { Permissions } from '../catalogue/permissions.ts'
import { checkSubjectId, readSubject } from '../decision/subject.ts'
import type { Subject } from '../decision/subject.ts'
import { isAdministrator } from '../giving/judged-write.ts'
import type { CompareRights, ManageContext } from '../manage/context.ts'
import type { PlanState } from '../manage/plan.ts'
import { own, unknownKey } from '../own.ts'
import type { RoleLists } from '../policy/role-lists.ts'
import type { Store, StoreView } from '../store/store.ts'
import type { Actor, ManageOptions } from './authorizer.ts'
import { tickNow } from './clock.ts'
import type { GivenRoles } from './given-roles.ts'
import { judgeGiver } from './judge-giver.ts'
import { knownToAll } from './publish-application.ts'
import { subjectRights } from './subject-rights.ts'

/** Whom an authorizer's managers write for, and from what. */
export interface Managed {
  readonly permissions: Permissions
  readonly store: Store
  readonly lists: RoleLists
  readonly providers: PlanState['providers']
  /** The newest policy, once the authorizer has started. */
  readonly view: (subject: null) => Promise<StoreView>
  readonly given: GivenRoles
}

/** Whom the writes are judged by, if anybody. Named and empty is a mistake, and must not mean that all may be given. */
function judgeOf(managed: Managed, options: ManageOptions, of: string): Pick<ManageContext, 'judge'> {
  const unknown = unknownKey(options, ['as'])
  if (unknown !== undefined) throw new TypeError(`Unknown option ${JSON.stringify(unknown)} of ${of}()`)
  const as = own(options, 'as')
  return as === undefined && !('as' in options) ? {} : { judge: judgeGiver(managed, as as Subject) }
}

/**
 * What the managers of one actor share. @throws what `checkSubjectId` throws
 *
 * @param of The method that made it, for messages.
 */
export function manageContext(
  managed: Managed,
  actor: Actor,
  options: ManageOptions = {},
  of = 'manage',
): ManageContext {
  const { permissions, store, lists, providers, view } = managed
  const id = typeof actor === 'object' && actor !== null ? own(actor, 'id') : actor
  if (id === undefined)
    throw new TypeError(
      `${of}() needs an actor, in whose name it writes: the id of a person, or a word for a program, as ${of}('importer')`,
    )
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
  const rights = (): Promise<CompareRights> => subjectRights(managed)
  const givenIn: ManageContext['givenIn'] = (seen, subject, alsoLapsed = false) => {
    const administers = (role: string): boolean => isAdministrator(seen.policy.roles.get(role)?.role)
    const { roles, lapsed } = managed.given.of(seen, readSubject({ id: subject }), administers, tickNow())
    return alsoLapsed ? [...roles, ...lapsed] : roles
  }
  return { store, actor: id, state, ruleState, rights, givenIn, ...judgeOf(managed, options, of) }
}
