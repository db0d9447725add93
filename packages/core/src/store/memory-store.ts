import { randomBytes } from 'node:crypto'
import { compareText } from '../compare-text.ts'
import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import { normalEmail } from './email.ts'
import { MemoryVault } from './memory-vault.ts'
import { checkPolicy } from '../policy/check-policy.ts'
import { parseDocument, scopeOf } from '../policy/parse-data.ts'
import type { Assignment, MappingRow, PolicyDocument, Role } from '../policy/policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import { hasAdministrator, scopedAdministrator, takenEmail } from './draft-rules.ts'
import { MemoryApplications } from './memory-applications.ts'
import { refuseStrays } from './memory-arguments.ts'
import { memoryOnDemand } from './memory-on-demand.ts'
import { commit, draftOf } from './memory-state.ts'
import type { MemoryState } from './memory-state.ts'
import { MemoryTrail } from './memory-trail.ts'
import { newTag } from './new-tag.ts'
import { membersVersion, versionOf } from './memory-versions.ts'
import { readAuditKeys } from '../trail/audit-keys.ts'
import type { AuditKey, AuditKeyOption } from '../trail/audit-keys.ts'
import { touchGroups } from './touch-groups.ts'
import type { Change, Operation, Store, StoredUser, SubjectRecord, WriteOutcome } from './store.ts'
import { page } from './page.ts'
import { foundAt, searchPlace } from './user-search.ts'

/** What a memory store begins with. */
export interface MemoryStoreContent {
  readonly roles?: readonly Role[]
  readonly assignments?: readonly Assignment[]
  readonly mappings?: readonly MappingRow[]
}

/** How a memory store is kept. */
export interface MemoryStoreOptions {
  /** The secret that entries of the audit trail are made with, at least 32 characters, or several: the first makes new ones. */
  readonly auditKey?: AuditKeyOption
  /** The time at which groups are verified: milliseconds that only go forward. Default `performance.now`; for tests. */
  readonly now?: () => number
}

/**
 * Keeps everything in this process's memory: for tests, small tools, and applications whose policy is in code.
 * It promises what the contract says with a staleness of zero; all of it is gone with the process.
 *
 * @throws PolicyError for roles, assignments or mappings that are not accepted; TrilatchError `TRILATCH_OPTION_INVALID`.
 */
export function memoryStore(content: MemoryStoreContent = {}, options: MemoryStoreOptions = {}): Store {
  refuseStrays(content, options)
  const [roles = [], assignments = [], mappings = []] = [
    own(content, 'roles'),
    own(content, 'assignments'),
    own(content, 'mappings'),
  ]
  const parsed = parseDocument({ format: 1, roles, assignments, mappings })
  if ('issues' in parsed) throw new PolicyError('the content of the memory store', parsed.issues)
  const issues = checkPolicy(parsed.value)
  if (issues.length > 0) throw new PolicyError('the content of the memory store', issues)

  const keys = readAuditKeys(own(options, 'auditKey'))
  if (typeof keys === 'string')
    throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot make a store: ${keys}`)

  return memoryStoreOf(parsed.value, own(options, 'now'), keys)
}

/** A memory store of a document that was checked already. */
export function memoryStoreOf(
  content: PolicyDocument,
  now = (): number => performance.now(),
  keys: readonly AuditKey[] = [],
): Store {
  const first = newTag()
  const state: MemoryState = {
    policy: { version: first, roles: new Map(), mappings: [], mappingsVersion: first },
    subjects: new Map(),
    users: new Map(),
    emails: new Map(),
    holders: new Map(),
    memberVersions: new Map(),
  }
  const seed: Operation[] = [
    ...content.roles.map((role) => ({ kind: 'put-role' as const, role })),
    { kind: 'put-mappings', rows: content.mappings },
    ...content.assignments.map((assignment) => ({ kind: 'assign' as const, assignment })),
  ]
  commit(state, draftOf(state, seed, first, now()), first)
  const vault = new MemoryVault()
  const trail = new MemoryTrail(randomBytes(16).toString('hex'), keys)
  const applications = new MemoryApplications(first)

  function write({ tag, expect, operations, audit }: Change): WriteOutcome {
    if (trail.has(tag)) return { status: 'done', version: tag }
    vault.check(operations)
    const stale = expect.find(
      (precondition) => versionOf(state, vault, precondition) !== precondition.version,
    )
    if (stale !== undefined) {
      const detail = `${stale.kind}${stale.id === '' ? '' : ` ${JSON.stringify(stale.id)}`} has changed in the meantime`
      return { status: 'refused', reason: 'conflict', detail }
    }
    const draft = draftOf(state, operations, tag, now())
    const taken = takenEmail(state, draft)
    if (taken !== undefined)
      return { status: 'refused', reason: 'email-taken', detail: 'another user has this e-mail address' }
    const scoped = draft.rolesChanged ? scopedAdministrator(state, draft) : undefined
    if (scoped !== undefined) {
      const detail = `role ${JSON.stringify(scoped)} is held with a scope, and no administrator role can be`
      return { status: 'refused', reason: 'administrator-scoped', detail }
    }
    if (hasAdministrator(state, draftOf(state, [], tag, 0)) && !hasAdministrator(state, draft)) {
      return {
        status: 'refused',
        reason: 'last-administrator',
        detail: 'it would leave no unsuspended administrator',
      }
    }
    const keep = trail.make(tag, audit)
    commit(state, draft, tag)
    vault.apply(operations, tag)
    keep()
    return { status: 'done', version: tag }
  }

  const holdersOf = (role: string, scoped: boolean): string[] =>
    [...(state.holders.get(role) ?? [])].filter((id) =>
      (state.subjects.get(id) as SubjectRecord).assignments.some(
        (held) => held.role === role && (scopeOf(held) !== undefined) === scoped,
      ),
    )

  /** The members of a role in their order, worked out once for each version of the list. */
  const ordered = new Map<string, { readonly version: string; readonly ids: readonly string[] }>()
  const membersOf = (role: string): { readonly version: string; readonly ids: readonly string[] } => {
    const version = membersVersion(state, role)
    const known = ordered.get(role)
    if (known?.version === version) return known
    const list = { version, ids: holdersOf(role, false).toSorted(compareText) }
    // Only of roles that somebody has had: what is asked for does not make it grow.
    if (state.memberVersions.has(role)) ordered.set(role, list)
    return list
  }

  return {
    ready: async () => {},
    view: (subject) => ({
      policy: state.policy,
      subject: subject === null ? null : (state.subjects.get(subject) ?? null),
    }),
    write: async (change) => write(change),
    touchGroups: async (touched) => touchGroups(state, touched, now()),
    members: async (role, query) => {
      const { ids, version } = membersOf(role)
      const found = page(
        ids,
        (id) => id,
        query,
        (key, after) => key > after,
      )
      return { ...found, version }
    },
    scopedMembers: async (role, limit) => holdersOf(role, true).slice(0, limit),
    held: async (role) => (state.holders.get(role)?.size ?? 0) > 0,
    user: async (id) => state.users.get(id) ?? null,
    userByEmail: async (email) => {
      const id = state.emails.get(normalEmail(email))
      return id === undefined ? null : (state.users.get(id) ?? null)
    },
    users: async (query) => {
      const search = own(query, 'search')
      const keyOf = ({ user }: StoredUser): string => {
        const at = search === undefined ? undefined : foundAt(user, search)
        return at === undefined ? user.id : searchPlace(at, user.id)
      }
      const all = [...state.users.values()].filter(
        ({ user }) => search === undefined || foundAt(user, search) !== undefined,
      )
      return page(
        all.toSorted((a, b) => compareText(keyOf(a), keyOf(b))),
        keyOf,
        query,
        (key, after) => key > after,
      )
    },
    audit: async (query) => trail.audit(query),
    trail: async (query) => trail.trail(query),
    onDemand: memoryOnDemand(state),
    applications: async () => applications.now,
    publish: async (publication) => {
      const keep =
        publication.audit === undefined ? undefined : trail.make(publication.tag, publication.audit)
      const outcome = applications.publish(publication)
      if (outcome === 'done') keep?.()
      return outcome
    },
    vault,
    health: () => ({ status: 'ok', details: { kind: 'memory', subjects: state.subjects.size } }),
    close: async () => {},
  }
}
