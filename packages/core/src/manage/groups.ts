import { checkSubjectId } from '../decision/subject.ts'
import { own } from '../own.ts'
import { groupsSchema, providerSchema } from '../policy/schema.ts'
import type { GroupMembership } from '../store/provider-groups.ts'
import type { SubjectRecord } from '../store/store.ts'
import { accept, perform } from './context.ts'
import type { ManageContext } from './context.ts'
import { canonicalGroups, planGone, planGroups } from './plan-groups.ts'
import { errorOf } from './writer.ts'
import type { Written } from './writer.ts'

/** What came of asking a provider for somebody's groups. */
export type GroupsOutcome =
  /** All of them; none is an answer too. */
  | { readonly status: 'complete'; readonly groups: readonly GroupMembership[] }
  /** It could not be found out: what was known stays, until it lapses. */
  | { readonly status: 'unknown'; readonly why: string }
  /** The provider no longer has the account, or has disabled it. */
  | { readonly status: 'gone' }

/** What providers say about subjects. */
export interface GroupManager {
  /**
   * Records what came of asking a provider. `complete` replaces what it said before, and counts as verified now: where
   * nothing differs, only that is written, without a line in the audit trail. `unknown` changes nothing. `gone` takes the
   * provider's groups away and ends the subject's sessions, once.
   *
   * @param provider As mapping rows name it.
   * @throws PolicyError and TrilatchError `TRILATCH_GROUPS_INVALID` for more than 1,000 groups, names that are not
   * 1 to 2,000 characters or 65,536 together, and more than 20 providers; and what writes throw
   */
  recordGroups(subject: string, provider: string, outcome: GroupsOutcome): Promise<Written>
}

/** How often groups that something else writes at the same time are looked at again. */
const maxTries = 8

/** The part of a manager that is about groups. */
export function groupManager(context: ManageContext): GroupManager {
  const { store } = context
  const recordOf = async (subject: string, newest: boolean): Promise<SubjectRecord | null> =>
    (await (newest && store.reread !== undefined ? store.reread(subject) : store.view(subject))).subject
  const replace = async (
    subject: string,
    provider: string,
    groups: readonly GroupMembership[],
  ): Promise<Written> => {
    // What this process holds will do at first; after a conflict it would only be refused again.
    let looks = 0
    for (let tries = 1; ; tries++) {
      const written = await perform(context, async () =>
        planGroups(subject, await recordOf(subject, looks++ > 0), provider, groups),
      )
      if (written.changed) return written
      const outcome = await store.touchGroups({ subject, provider, version: written.version })
      if (outcome.status === 'done') return { version: written.version, changed: false }
      const again = outcome.status === 'refused' && outcome.reason === 'conflict' && tries < maxTries
      if (!again) throw errorOf(outcome, 'subject.groups')
    }
  }
  return {
    recordGroups: async (subject, provider, outcome) => {
      checkSubjectId(subject)
      const name = accept(providerSchema, provider, 'the provider', 'TRILATCH_GROUPS_INVALID')
      const status: unknown = typeof outcome === 'object' && outcome !== null && own(outcome, 'status')
      switch (status) {
        case 'complete': {
          const given: unknown = (outcome as { readonly groups?: unknown }).groups
          const groups = accept(groupsSchema, given, 'the groups', 'TRILATCH_GROUPS_INVALID')
          return replace(subject, name, canonicalGroups(groups))
        }
        case 'unknown':
          return { version: (await recordOf(subject, false))?.version ?? '', changed: false }
        case 'gone':
          return perform(context, async () => planGone(subject, await recordOf(subject, true), name))
        default:
          throw new TypeError('An outcome must have the status complete, unknown or gone')
      }
    },
  }
}
