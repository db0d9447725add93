import { compareText } from '../compare-text.ts'
import { originText } from '../decision/holdings.ts'
import type { BundledRole } from '../decision/bundle-schema.ts'
import type { GivenRole, Holding, Holdings } from '../decision/holdings.ts'
import { orderGiven } from '../decision/make-bundle.ts'
import type { OpenBundle } from '../decision/open-bundle.ts'
import type { LeanPolicy } from '../store/on-demand.ts'

/** Where a stored scope or role is no text at all, it counts for nothing, as an unknown one. */
const isText = ({ role, scope }: GivenRole): boolean =>
  typeof role === 'string' && (scope === undefined || typeof scope === 'string')

/** An administrator role by a row that names more than one group: it is not had. */
function isTooWide({ role, scope, source, mapped }: GivenRole, { administrators }: LeanPolicy): boolean {
  return source === 'mapped' && scope === undefined && mapped?.wide !== false && administrators.has(role)
}

/** Where a holding comes from, as the whole policy would say it: of what leads there in the same way, the first. */
function originOf(
  holding: OpenBundle['holdings'][number],
  given: readonly GivenRole[],
): Pick<Holding, 'source' | 'mapped'> {
  const [first] = given
    .filter((item) => {
      const [kept] = orderGiven([item])
      return item.role === holding.via[0] && kept?.scope === holding.scope?.text
    })
    .toSorted((a, b) => compareText(a.source, b.source) || compareText(originText(a), originText(b)))
  if (first === undefined) throw new Error('A holding comes from no role that was given')
  return { source: first.source, ...(first.mapped === undefined ? {} : { mapped: first.mapped }) }
}

/** What a subject holds by its bundle: the same that the whole policy would give it. */
export function holdingsOf(bundle: OpenBundle, all: readonly GivenRole[], policy: LeanPolicy): Holdings {
  const given = all.filter((item) => isText(item) && !isTooWide(item, policy))
  const list = bundle.holdings.map((holding) => ({ ...holding, ...originOf(holding, given) }))
  const whys = new Map(bundle.ignored.map(({ role, scope, why }) => [JSON.stringify({ role, scope }), why]))
  const ignored = all.flatMap((item): Holdings['ignored'][number][] => {
    if (isTooWide(item, policy)) return [{ given: item, why: 'administrator-mapped-widely' }]
    const [kept] = isText(item) ? orderGiven([item]) : []
    const why =
      kept === undefined
        ? typeof item.role === 'string'
          ? 'scope-unacceptable'
          : 'role-unknown'
        : whys.get(JSON.stringify({ role: kept.role, scope: kept.scope }))
    return why === undefined ? [] : [{ given: item, why }]
  })
  return { list, administrator: list.find(({ role }) => role.administrator), ignored }
}

/** The roles that the bundle of a subject is about, of all that the subject was given. */
export function bundledRoles(all: readonly GivenRole[], policy: LeanPolicy): readonly BundledRole[] {
  return orderGiven(all.filter((item) => isText(item) && !isTooWide(item, policy)))
}
