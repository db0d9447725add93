import { checkSubjectId } from '../decision/subject.ts'
import type { Store, StoreView, SubjectRecord } from '../store/store.ts'
import { perform } from './context.ts'
import type { ManageContext } from './context.ts'
import { planBeginSession, planEndSessions } from './plan-session.ts'
import type { Written } from './writer.ts'

/** What a session that begins has to remember, and whether it may. */
export interface Session {
  /** Hand it in with the subject at each request: `access({ id, epoch })`. */
  readonly epoch: string
  /** Suspended: sign-in has to refuse. */
  readonly suspended: boolean
}

/** Beginning and ending sessions. The sessions themselves are the application's. */
export interface SessionManager {
  /**
   * What a session of this subject has to carry from now on. Writes only for a subject that has no record yet.
   *
   * @throws TrilatchError `TRILATCH_SUBJECT_INVALID`, and what writes throw
   */
  beginSession(subject: string): Promise<Session>
  /**
   * Ends every session of the subject: "sign out everywhere", a changed password. A session that is to go on, as the
   * one in which the password was changed, takes the new epoch that this gives. Suspending and deleting a user
   * end the sessions by themselves.
   */
  endSessions(subject: string): Promise<Written & { readonly epoch: string }>
}

/** What a store shows of a subject, by its newest state. */
export function newestView(store: Store, subject: string): StoreView | Promise<StoreView> {
  return store.reread === undefined ? store.view(subject) : store.reread(subject)
}

/** The part of a manager that is about sessions. */
export function sessionManager(context: ManageContext): SessionManager {
  const { store } = context
  return {
    beginSession: async (subject) => {
      checkSubjectId(subject)
      let record: SubjectRecord | null = null
      const { version } = await perform(context, async () => {
        record = (await newestView(store, subject)).subject
        return planBeginSession(subject, record)
      })
      const { epoch, suspended } = record ?? { epoch: version, suspended: false }
      return { epoch, suspended }
    },
    endSessions: async (subject) => {
      checkSubjectId(subject)
      const written = await perform(context, () => planEndSessions(subject))
      return { ...written, epoch: written.version }
    },
  }
}
