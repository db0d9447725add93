import type * as z from 'zod'
import type { GivenRole } from '../decision/holdings.ts'
import { TrilatchError } from '../errors.ts'
import type { TrilatchErrorCode } from '../errors.ts'
import type { RightChanges } from '../giving/right-changes.ts'
import { own } from '../own.ts'
import { parseData } from '../policy/parse-data.ts'
import { PolicyError } from '../policy/policy-error.ts'
import type { PageQuery, Precondition, Store, StoreView } from '../store/store.ts'
import { keepAdministrators } from './mapped-administrators.ts'
import type { Plan, PlanState } from './plan.ts'
import { recorded } from './refused-attempts.ts'
import { writePlan } from './writer.ts'
import type { Written } from './writer.ts'

/** What somebody's rights become from one state of a store to another; `null` is whoever is not signed in. */
export type CompareRights = (
  subject: string | null,
  before: StoreView,
  after: StoreView,
) => {
  readonly changes: RightChanges
  /** Steps that it took to find out: some tens of nanoseconds each. */
  readonly work: number
}

/** What the parts of a manager share. */
export interface ManageContext {
  readonly store: Store
  /** Who writes; every line of the audit trail names them. */
  readonly actor: string
  /** What the newest state of the store allows to plan. Rejects when the store cannot be read. */
  readonly state: () => Promise<PlanState>
  /** As `state`, with the permissions of all applications that share the store: for writes of rules. */
  readonly ruleState: () => Promise<PlanState>
  /**
   * The roles that somebody is given by the store as it is seen, before inheritance.
   *
   * @param alsoLapsed With those of groups that nobody has confirmed for too long.
   */
  givenIn(view: StoreView, subject: string, alsoLapsed?: boolean): readonly GivenRole[]
  /** Compares rights, by all catalogues that are published now. */
  readonly rights: () => Promise<CompareRights>
  /** Refuses what gives more than the giver holds, and names what it relied on. Absent: the program itself writes. */
  readonly judge?: (plan: Plan) => Promise<readonly Precondition[]>
}

/** Which part of a list is wanted. */
export interface ListOptions {
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 200; default 50. */
  readonly limit?: number
}

/** Untrusted data in the form that a schema describes, or a refusal that names all that is wrong. */
export function accept<T>(
  schema: z.ZodType<T>,
  data: unknown,
  what: string,
  code: TrilatchErrorCode = 'TRILATCH_POLICY_INVALID',
): T {
  const parsed = parseData(schema, data)
  if ('issues' in parsed) {
    const issues = parsed.issues.map((issue) => ({ ...issue, code }))
    throw new PolicyError(what, issues, { status: 422 })
  }
  return parsed.value
}

/** The page to ask a store for. */
export function pageQuery(list: ListOptions = {}): PageQuery {
  if (typeof list !== 'object' || list === null) throw new TypeError('A list takes { after?, limit? }')
  const [after, limit = 50] = [own(list, 'after'), own(list, 'limit')]
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) {
    throw new TrilatchError(
      'TRILATCH_OPTION_INVALID',
      `Cannot list ${String(limit)} items: limit must be a whole number from 1 to 200`,
      { status: 422 },
    )
  }
  if (after !== undefined && typeof after !== 'string')
    throw new TypeError('`after` must be the `next` of a page')
  return after === undefined ? { limit } : { after, limit }
}

/** The version that a replacing write must carry. */
export function seenVersion(seen: { readonly version: string } | undefined): string {
  const version: unknown = typeof seen === 'object' && seen !== null ? own(seen, 'version') : undefined
  if (typeof version !== 'string')
    throw new TypeError('This write replaces what is there: pass { version } as you read it')
  return version
}

/** A plan that its giver may carry out, and that leaves an administrator. */
export async function judged(context: ManageContext, state: PlanState, plan: Plan): Promise<Plan> {
  const { judge } = context
  if (plan.operations.length === 0) return plan
  const relied = judge === undefined ? [] : await judge(plan)
  const kept = await keepAdministrators(context, state, plan)
  return { ...plan, expect: [...relied, ...kept, ...plan.expect] }
}

type MakePlan = (state: PlanState) => Plan | Promise<Plan>

function performIn(
  context: ManageContext,
  read: () => Promise<PlanState>,
  makePlan: MakePlan,
): Promise<Written> {
  return writePlan(context.store, context.actor, async () => {
    const state = await read()
    const plan = await makePlan(state)
    return recorded(context, plan, () => judged(context, state, plan))
  })
}

/** Plans against the newest state and writes. */
export function perform(context: ManageContext, makePlan: MakePlan): Promise<Written> {
  return performIn(context, context.state, makePlan)
}

/** Plans what names permissions, against the newest state and all catalogues, and writes. */
export function performOnRules(context: ManageContext, makePlan: MakePlan): Promise<Written> {
  return performIn(context, context.ruleState, makePlan)
}
