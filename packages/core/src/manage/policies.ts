import { TrilatchError } from '../errors.ts'
import { mixedIn } from '../mapping/mixed-groups.ts'
import { missing } from '../missing.ts'
import { own, unknownKey } from '../own.ts'
import { parseWritten } from '../policy/parse-data.ts'
import type { Role, Rule } from '../policy/policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import type { WrittenDocument } from '../policy/schema.ts'
import type { SubjectRecord } from '../store/store.ts'
import { judged, pageQuery, performOnRules, seenVersion } from './context.ts'
import type { ManageContext } from './context.ts'
import { importedRights } from './imported-rights.ts'
import { ruleText } from './plan-role.ts'
import { checkVersion } from './plan.ts'
import type { PlanState } from './plan.ts'
import { assignedSubjects, importSteps, planImport } from './plan-import.ts'
import type { ImportSteps } from './plan-import.ts'
import { assignmentsOf, contentOf, contentVersion, tooManyAssignments } from './policy-content.ts'
import type { PolicyContent } from './policy-content.ts'
import type { RoleStep } from './next-policy.ts'
import type { ImportPlan, PolicyManager, RoleImport, Shown } from './policy-manager.ts'
import { newestRecords } from './newest-records.ts'

/** The most items that a plan shows of one list; all are counted. */
const maxShown = 1_000

function readDocument(data: unknown): WrittenDocument {
  const parsed = parseWritten(data)
  if ('issues' in parsed) throw new PolicyError('the policy', parsed.issues, { status: 422 })
  return parsed.value
}

const shown = <T>(list: readonly T[]): Shown<T> => ({ items: list.slice(0, maxShown), total: list.length })

function roleImport({ id, before, after }: RoleStep): RoleImport {
  const without = (role: Role | undefined, other: Role | undefined): readonly Rule[] =>
    missing(role?.rules ?? [], other?.rules ?? [], ruleText)
  const field = (role: Role, name: RoleImport['fields'][number]): string =>
    JSON.stringify(own(role, name) ?? null)
  const names = ['title', 'description', 'administrator', 'inherits'] as const
  const rules = { rulesAdded: without(after, before), rulesRemoved: without(before, after) }
  if (before === undefined) return { id, change: 'created', ...rules, fields: [] }
  if (after === undefined) return { id, change: 'removed', ...rules, fields: [] }
  const fields = names.filter((name) => field(before, name) !== field(after, name))
  return { id, change: 'changed', ...rules, fields }
}

/** The part of a manager that is about the whole policy. */
export function policyManager(context: ManageContext): PolicyManager {
  const { store } = context
  const currentContent = async (state: PlanState, whole: boolean): Promise<PolicyContent> => {
    if (!whole) return contentOf(state.policy, undefined)
    const assignments = await assignmentsOf(store, state.policy.roles.keys())
    if (assignments === undefined) throw tooManyAssignments()
    return contentOf(state.policy, assignments)
  }
  const stepsOf = async (
    state: PlanState,
    document: WrittenDocument,
  ): Promise<{ now: PolicyContent; steps: ImportSteps }> => {
    const whole = own(document, 'assignments') !== undefined
    const now = await currentContent(state, whole)
    const { published } = await store.applications()
    const kept = new Set(document.roles.map(({ id }) => id))
    const gone = [...state.policy.roles.keys()].filter((id) => !kept.has(id))
    const held = whole ? undefined : await assignmentsOf(store, gone)
    return { now, steps: importSteps(state, document, now, published, held) }
  }
  const recordsOf = async (steps: ImportSteps): Promise<Map<string, SubjectRecord | null>> =>
    newestRecords(store, assignedSubjects(steps))
  /** Why an import would be refused; what can only be found out by writing is not among it. */
  const refusalOf = async (
    state: PlanState,
    now: PolicyContent,
    steps: ImportSteps,
  ): Promise<Pick<ImportPlan, 'refusal'>> => {
    try {
      await judged(context, state, planImport(state, now, steps, await recordsOf(steps)))
      return {}
    } catch (error) {
      if (!(error instanceof TrilatchError)) throw error
      const { code, status = 500, message } = error
      if (status >= 500) throw error
      return { refusal: { code, status, message } }
    }
  }
  return {
    exportPolicy: async (options = {}) => {
      const unknown = unknownKey(options, ['assignments'])
      if (unknown !== undefined)
        throw new TypeError(`Unknown option ${JSON.stringify(unknown)} of exportPolicy()`)
      const content = await currentContent(await context.state(), own(options, 'assignments') ?? true)
      return { document: Object.freeze({ format: 1, ...content }), version: contentVersion(content) }
    },
    planImport: async (data, list) => {
      const document = readDocument(data)
      const query = pageQuery(list)
      const state = await context.ruleState()
      const { now, steps } = await stepsOf(state, document)
      return {
        version: contentVersion(now),
        changed: steps.changed,
        ...(await refusalOf(state, now, steps)),
        roles: shown(steps.roles.map(roleImport)),
        assignments: { added: shown(steps.added), removed: shown(steps.removed) },
        mappings: { added: shown(steps.rowsAdded), removed: shown(steps.rowsRemoved) },
        warnings: mixedIn(steps.policy.roles, steps.policy.mappings, state.providers),
        rights: await importedRights(context, state, steps, own(document, 'assignments'), query),
      }
    },
    importPolicy: async (data, seen) => {
      const version = seenVersion(seen)
      const document = readDocument(data)
      let imported = ''
      const written = await performOnRules(context, async (state) => {
        const { now, steps } = await stepsOf(state, document)
        checkVersion('the policy', version, contentVersion(now))
        imported = steps.version
        return planImport(state, now, steps, await recordsOf(steps))
      })
      return { version: imported, changed: written.changed }
    },
  }
}
