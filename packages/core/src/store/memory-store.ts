import { randomBytes } from 'node:crypto'
import { compareText } from '../compare-text.ts'
import { own } from '../own.ts'
import { checkPolicy } from '../policy/check-policy.ts'
import { parseDocument, scopeOf } from '../policy/parse-data.ts'
import type { Assignment, MappingRow, PolicyDocument, Role } from '../policy/policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import { memoryOnDemand } from './memory-on-demand.ts'
import { MemoryApplications } from './memory-applications.ts'
import { commit, draftOf, hasAdministrator, scopedAdministrator, takenEmail } from './memory-state.ts'
import type { MemoryState } from './memory-state.ts'
import type {
  AuditEntry,
  Change,
  Operation,
  Page,
  PageQuery,
  Precondition,
  Store,
  SubjectRecord,
  WriteOutcome,
} from './store.ts'

/** The most lines of the audit trail that are kept; the oldest go first. */
const maxAudit = 10_000

/** What a memory store begins with. */
export interface MemoryStoreContent {
  readonly roles?: readonly Role[]
  readonly assignments?: readonly Assignment[]
  readonly mappings?: readonly MappingRow[]
}

/** A random tag: 128 bits, never used twice, so that it names one version and no other. */
export function newTag(): string {
  return randomBytes(16).toString('hex')
}

function versionOf(state: MemoryState, { kind, id }: Precondition): string | null {
  switch (kind) {
    case 'policy':
      return state.policy.version
    case 'mappings':
      return state.policy.mappingsVersion
    case 'role':
      return state.policy.roles.get(id)?.version ?? null
    case 'members':
      return membersVersion(state, id)
    case 'subject':
      return state.subjects.get(id)?.version ?? null
    case 'user':
      return state.users.get(id)?.version ?? null
  }
}

/** A role that nobody was ever given has an empty list at the version it began with. */
function membersVersion(state: MemoryState, role: string): string {
  return state.memberVersions.get(role) ?? 'empty'
}

function page<T>(
  all: readonly T[],
  key: (item: T) => string,
  query: PageQuery,
  isAfter: (key: string, after: string) => boolean,
): Page<T> {
  const { limit } = query
  const after = own(query, 'after')
  const rest = after === undefined ? all : all.filter((item) => isAfter(key(item), after))
  const items = rest.slice(0, limit)
  return rest.length > limit ? { items, next: key(items.at(-1) as T) } : { items }
}

/**
 * Keeps everything in this process's memory: for tests, small tools, and applications whose policy is in code.
 * It promises what the contract says with a staleness of zero; all of it is gone with the process.
 *
 * @throws PolicyError for roles, assignments or mappings that are not accepted.
 */
export function memoryStore(content: MemoryStoreContent = {}): Store {
  const [roles = [], assignments = [], mappings = []] = [
    own(content, 'roles'),
    own(content, 'assignments'),
    own(content, 'mappings'),
  ]
  const parsed = parseDocument({ format: 1, roles, assignments, mappings })
  if ('issues' in parsed) throw new PolicyError('the content of the memory store', parsed.issues)
  const issues = checkPolicy(parsed.value)
  if (issues.length > 0) throw new PolicyError('the content of the memory store', issues)

  return memoryStoreOf(parsed.value)
}

/** A memory store of a document that was checked already. */
export function memoryStoreOf(content: PolicyDocument): Store {
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
  commit(state, draftOf(state, seed, first), first)
  const trail: AuditEntry[] = []
  /** Writes that are in the trail: asked for again, they are done already. */
  const tags = new Set<string>()
  let sequence = 0
  const applications = new MemoryApplications(first)

  function record(tag: string, audit: Change['audit']): void {
    trail.push(Object.freeze({ sequence: ++sequence, tag, ...audit }))
    tags.add(tag)
    if (trail.length > maxAudit) tags.delete((trail.shift() as AuditEntry).tag)
  }

  function write({ tag, expect, operations, audit }: Change): WriteOutcome {
    if (tags.has(tag)) return { status: 'done', version: tag }
    const stale = expect.find((precondition) => versionOf(state, precondition) !== precondition.version)
    if (stale !== undefined) {
      const detail = `${stale.kind}${stale.id === '' ? '' : ` ${JSON.stringify(stale.id)}`} has changed in the meantime`
      return { status: 'refused', reason: 'conflict', detail }
    }
    const draft = draftOf(state, operations, tag)
    const taken = takenEmail(state, draft)
    if (taken !== undefined)
      return { status: 'refused', reason: 'email-taken', detail: 'another user has this e-mail address' }
    const scoped = draft.rolesChanged ? scopedAdministrator(state, draft) : undefined
    if (scoped !== undefined) {
      const detail = `role ${JSON.stringify(scoped)} is held with a scope, and no administrator role can be`
      return { status: 'refused', reason: 'administrator-scoped', detail }
    }
    if (hasAdministrator(state, draftOf(state, [], tag)) && !hasAdministrator(state, draft)) {
      return {
        status: 'refused',
        reason: 'last-administrator',
        detail: 'it would leave no unsuspended administrator',
      }
    }
    commit(state, draft, tag)
    record(tag, audit)
    return { status: 'done', version: tag }
  }

  return {
    ready: async () => {},
    view: (subject) => ({
      policy: state.policy,
      subject: subject === null ? null : (state.subjects.get(subject) ?? null),
    }),
    write: async (change) => write(change),
    members: async (role, query) => {
      const all = [...(state.holders.get(role) ?? [])].filter((id) =>
        (state.subjects.get(id) as SubjectRecord).assignments.some(
          (held) => held.role === role && scopeOf(held) === undefined,
        ),
      )
      const found = page(
        all.toSorted(compareText),
        (id) => id,
        query,
        (key, after) => key > after,
      )
      return { ...found, version: membersVersion(state, role) }
    },
    held: async (role) => (state.holders.get(role)?.size ?? 0) > 0,
    user: async (id) => state.users.get(id) ?? null,
    users: async (query) => {
      const all = [...state.users.values()].toSorted((a, b) => compareText(a.user.id, b.user.id))
      return page(
        all,
        ({ user }) => user.id,
        query,
        (key, after) => key > after,
      )
    },
    audit: async (query) =>
      page(
        trail.toReversed(),
        (entry) => String(entry.sequence),
        query,
        (key, after) => Number(key) < Number(after),
      ),
    onDemand: memoryOnDemand(state),
    applications: async () => applications.now,
    publish: async (publication) => {
      const outcome = applications.publish(publication)
      if (outcome === 'done' && publication.audit !== undefined) record(publication.tag, publication.audit)
      return outcome
    },
    health: () => ({ status: 'ok', details: { kind: 'memory', subjects: state.subjects.size } }),
    close: async () => {},
  }
}
