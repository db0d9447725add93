import { checkSubjectId } from '../decision/subject.ts'
import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import { groupsSchema, providerSchema } from '../policy/schema.ts'
import type { GroupMembership } from '../store/provider-groups.ts'
import type { SubjectRecord } from '../store/store.ts'
import { givenBefore, givesAdditively, newlyGiven, stillHeld } from './additive.ts'
import { accept, perform } from './context.ts'
import type { ManageContext } from './context.ts'
import { canonicalGroups, planAdditive, planGone, planGroups } from './plan-groups.ts'
import type { Leftover } from './plan-groups.ts'
import type { Plan, PlanState } from './plan.ts'
import { newestView } from './sessions.ts'
import { errorOf, unchangedBy } from './writer.ts'
import type { Written } from './writer.ts'

/** What came of asking a provider for somebody's groups. */
export type GroupsOutcome =
  /** All of them; none is an answer too. */
  | { readonly status: 'complete'; readonly groups: readonly GroupMembership[] }
  /** It could not be found out: what was known stays, until it lapses. */
  | { readonly status: 'unknown'; readonly why: string }
  /** The provider no longer has the account, or has disabled it. */
  | { readonly status: 'gone' }

/** What is recorded of one provider's word about a subject. */
export interface RecordedGroups {
  readonly provider: string
  readonly groups: readonly GroupMembership[]
  /** How long ago the provider last said so, in milliseconds. */
  readonly ageMs: number
}

/** What providers say about subjects. */
export interface GroupManager {
  /**
   * Records what came of asking a provider. `complete` replaces what it said before, and counts as verified now: where
   * nothing differs, only that is written, without a line in the audit trail. Roles of additive rows are assigned with
   * it, each once for ever. `unknown` changes nothing. `gone` takes the provider's groups away and ends the subject's
   * sessions, once; a user who holds roles of additive rows is suspended.
   *
   * @param provider As mapping rows name it.
   * @param options.asked When the provider was asked, in milliseconds of `performance.now()`: where something newer has
   * been recorded since, nothing changes.
   * @throws PolicyError and TrilatchError `TRILATCH_GROUPS_INVALID` for more than 1,000 groups, names that are not
   * 1 to 2,000 characters or 65,536 together, and more than 20 providers; and what writes throw
   */
  recordGroups(
    subject: string,
    provider: string,
    outcome: GroupsOutcome,
    options?: { readonly asked?: number },
  ): Promise<Written>
  /** Takes away what a provider has said and ends the subject's sessions: the account there belongs to them no more. */
  forgetGroups(subject: string, provider: string): Promise<Written>
  /** What providers have said about a subject, by the newest state; ordered by provider. */
  recordedGroups(subject: string): Promise<readonly RecordedGroups[]>
}

/** How often groups that something else writes at the same time are looked at again. */
const maxTries = 8

/** A plan that changes nothing. */
const nothing = (plan: Plan): Plan => ({ ...plan, operations: [] })

/** The part of a manager that is about groups. */
export function groupManager(context: ManageContext): GroupManager {
  const { store } = context
  const recordOf = async (subject: string, newest: boolean): Promise<SubjectRecord | null> =>
    (await (newest ? newestView(store, subject) : store.view(subject))).subject
  const isOvertaken = (record: SubjectRecord | null, provider: string, asked = Infinity): boolean =>
    record?.groups.some((entry) => entry.provider === provider && entry.verifiedAt > asked) === true

  const planned = async (
    state: PlanState,
    subject: string,
    record: SubjectRecord | null,
    provider: string,
    groups: readonly GroupMembership[],
  ): Promise<Plan> => {
    const plan = planGroups(subject, record, provider, groups)
    if (!givesAdditively(state, provider)) return plan
    const given = await givenBefore(store, subject, provider)
    return planAdditive(state, plan, given, newlyGiven(state, record, provider, groups, given))
  }

  const replace = async (
    subject: string,
    provider: string,
    groups: readonly GroupMembership[],
    asked: number | undefined,
  ): Promise<Written> => {
    // What this process holds will do at first; after a conflict it would only be refused again.
    let looks = 0
    let overtaken = false
    const plan = async (state: PlanState): Promise<Plan> => {
      const record = await recordOf(subject, looks++ > 0)
      overtaken = isOvertaken(record, provider, asked)
      return overtaken
        ? nothing(planGroups(subject, record, provider, groups))
        : planned(state, subject, record, provider, groups)
    }
    for (let tries = 1; ; tries++) {
      // Most answers are the same as before: they wait for no turn to write.
      let first: Plan | undefined = await plan(await context.state())
      const written =
        first.operations.length === 0
          ? unchangedBy(first)
          : await perform(context, async (state) => {
              const next = first ?? (await plan(state))
              first = undefined
              return next
            })
      if (written.changed || overtaken) return written
      const outcome = await store.touchGroups({ subject, provider, version: written.version })
      if (outcome.status === 'done') return { version: written.version, changed: false }
      const again = outcome.status === 'refused' && outcome.reason === 'conflict' && tries < maxTries
      if (!again) throw errorOf(outcome, 'subject.groups')
    }
  }

  /** What is left of somebody who is gone, beside groups. @param suspends Whether a user may be suspended for it. */
  const leftoverOf = async (
    subject: string,
    record: SubjectRecord | null,
    provider: string,
    suspends: boolean,
  ): Promise<Leftover> => {
    const roles = stillHeld(record, await givenBefore(store, subject, provider))
    if (roles.length === 0) return { kind: 'none' }
    const user = suspends ? await store.user(subject) : null
    return user === null ? { kind: 'take-back', roles } : { kind: 'suspend', user }
  }
  const gone = async (
    subject: string,
    provider: string,
    asked: number | undefined,
    suspends = true,
  ): Promise<Written> => {
    try {
      return await perform(context, async () => {
        const record = await recordOf(subject, true)
        const said = record?.groups.some((entry) => entry.provider === provider) === true
        if (!said || isOvertaken(record, provider, asked)) return nothing(planGone(subject, record, provider))
        return planGone(subject, record, provider, await leftoverOf(subject, record, provider, suspends))
      })
    } catch (error) {
      // The last administrator is not suspended; what the directory gave goes all the same.
      const isLast = error instanceof TrilatchError && error.code === 'TRILATCH_LAST_ADMINISTRATOR'
      if (!isLast || !suspends) throw error
      return gone(subject, provider, asked, false)
    }
  }

  return {
    recordGroups: async (subject, provider, outcome, options = {}) => {
      checkSubjectId(subject)
      const name = accept(providerSchema, provider, 'the provider', 'TRILATCH_GROUPS_INVALID')
      const asked: unknown = own(options, 'asked')
      if (asked !== undefined && (typeof asked !== 'number' || !Number.isFinite(asked)))
        throw new TypeError('`asked` must be a time of performance.now()')
      const status: unknown = typeof outcome === 'object' && outcome !== null && own(outcome, 'status')
      switch (status) {
        case 'complete': {
          const given: unknown = (outcome as { readonly groups?: unknown }).groups
          const groups = accept(groupsSchema, given, 'the groups', 'TRILATCH_GROUPS_INVALID')
          return replace(subject, name, canonicalGroups(groups), asked)
        }
        case 'unknown':
          return { version: (await recordOf(subject, false))?.version ?? '', changed: false }
        case 'gone':
          return gone(subject, name, asked)
        default:
          throw new TypeError('An outcome must have the status complete, unknown or gone')
      }
    },
    forgetGroups: async (subject, provider) => {
      checkSubjectId(subject)
      return perform(context, async () => {
        const plan = planGone(subject, await recordOf(subject, true), provider)
        return { ...plan, action: 'subject.forget-groups' }
      })
    },
    recordedGroups: async (subject) => {
      checkSubjectId(subject)
      const record = await recordOf(subject, true)
      const now = performance.now()
      return (record?.groups ?? []).map(({ provider, groups, verifiedAt }) => ({
        provider,
        groups,
        ageMs: Math.max(0, now - verifiedAt),
      }))
    },
  }
}
