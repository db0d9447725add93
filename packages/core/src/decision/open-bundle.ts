import type { Permissions } from '../catalogue/permissions.ts'
import { compareText } from '../compare-text.ts'
import { parseContext } from '../context/context.ts'
import { NameTable } from '../context/name-table.ts'
import { SeenNames } from '../context/seen-names.ts'
import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import { parseData } from '../policy/parse-data.ts'
import { bundleSchema } from './bundle-schema.ts'
import type { DecisionBundle } from './bundle-schema.ts'
import { compilePolicy } from './compiled-policy.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import type { Holding } from './holdings.ts'
import type { BundleSubject } from './make-bundle.ts'
import { RememberedLists } from './remembered-lists.ts'
import { semanticsVersion } from './semantics.ts'
import { Verdicts } from './verdicts.ts'

/** Names that are remembered for one bundle: many bundles are held. */
const keptNames = 512

/** Which names were seen, by whichever bundle: no answer rests on it. */
const seen = new SeenNames()

/** A bundle that was believed, ready to be asked. Sources of the holdings are each subject's own. */
export interface OpenBundle {
  readonly policy: CompiledPolicy
  readonly holdings: readonly Omit<Holding, 'source'>[]
  readonly verdicts: Verdicts
  readonly ignored: DecisionBundle['ignored']
}

/** What a bundle has to be about, and what else is known of its policy. */
export interface AskedBundle extends BundleSubject {
  /** Version of the policy. */
  readonly policy: string
  readonly administrators: ReadonlySet<string>
}

/** A bundle is not believed. */
class Disbelief extends Error {}

function demand(holds: boolean): asserts holds {
  if (!holds) throw new Disbelief()
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * Reads what a store has as a bundle. It is believed only if it is what was asked for, whole and consistent: another
 * format, position, catalogue or set of roles, holdings that do not come from the roles given, or other administrator
 * roles than the policy has, are not.
 *
 * @returns The bundle ready to be asked, or `undefined` when it is not to be believed.
 */
export function openBundle(
  data: unknown,
  about: AskedBundle,
  permissions: Permissions,
): OpenBundle | undefined {
  const parsed = parseData(bundleSchema, data)
  if ('issues' in parsed) return undefined
  try {
    return open(parsed.value, about, permissions)
  } catch (error) {
    if (error instanceof Disbelief || error instanceof TrilatchError) return undefined
    throw error
  }
}

function open(bundle: DecisionBundle, about: AskedBundle, permissions: Permissions): OpenBundle {
  demand(bundle.semantics === semanticsVersion)
  demand(bundle.position === about.position && bundle.policy === about.policy)
  demand(bundle.catalogue === about.catalogue)
  demand(bundle.anonymous === about.anonymous && same(bundle.given, about.given))
  demand(
    same(
      bundle.permissions.map(({ permission }) => permission),
      permissions.nodes.map(({ name }) => name),
    ),
  )
  const whole = compilePolicy(bundle.policy, bundle.roles, permissions)
  demand(whole.faults.length === 0 && whole.roles.size === bundle.roles.length)
  demand(
    [...whole.roles.values()].every(
      ({ id, administrator }) => administrator === about.administrators.has(id),
    ),
  )
  const names = new NameTable(whole.contexts, seen, keptNames)
  const policy = { ...whole, names, lists: new RememberedLists(names) }
  const holdings = holdingsOf(bundle, policy)
  // No role is there that nobody holds.
  demand(new Set(holdings.map(({ role }) => role)).size === whole.roles.size)
  return { policy, holdings, verdicts: new Verdicts(policy, holdings), ignored: bundle.ignored }
}

/** The holdings, each shown to come from a role that was given; and none of those left out. */
function holdingsOf(bundle: DecisionBundle, policy: CompiledPolicy): OpenBundle['holdings'] {
  const cellOf = (role: string, scope: string | undefined): string => JSON.stringify([role, scope])
  const ignored = new Set(bundle.ignored.map((item) => cellOf(item.role, own(item, 'scope'))))
  const counting = bundle.given.map((item) => cellOf(item.role, own(item, 'scope')))
  const given = new Set(counting.filter((cell) => !ignored.has(cell)))
  // What is ignored was given.
  demand(given.size + ignored.size === counting.length)
  const missing = new Set(given)
  let before: readonly [string, string] | undefined
  const holdings = bundle.holdings.map((holding) => {
    const { role: id, via } = holding
    const scope = own(holding, 'scope')
    const role = policy.roles.get(id)
    demand(role !== undefined && via.at(-1) === id)
    const from = cellOf(via[0] as string, scope)
    demand(given.has(from))
    if (via.length === 1) missing.delete(from)
    // Administrators are so by no other way.
    if (role.administrator) demand(via.length === 1 && scope === undefined && !bundle.anonymous)
    const order = [id, scope ?? ''] as const
    demand(before === undefined || (compareText(before[0], id) || compareText(before[1], order[1])) < 0)
    before = order
    return { role, scope: parseContext(scope), via }
  })
  // Each role that was given is held.
  demand(missing.size === 0)
  demand(bundle.administrator === holdings.some(({ role }) => role.administrator))
  return holdings
}
