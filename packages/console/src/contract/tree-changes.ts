/** A node of a role's tree, as far as it decides: what it says itself, and where it stands. */
export interface RuledRow {
  readonly depth: number
  readonly state: 'granted' | 'forbidden' | 'unspecified'
  /** `unspecified`: as if it were not there. */
  readonly contexts: readonly { readonly context: string; readonly state: RuledRow['state'] }[]
}

/** What names in a context get, before and after. */
export interface ContextChange {
  readonly context: string
  readonly before: 'granted' | 'forbidden'
  readonly after: 'granted' | 'forbidden'
}

/** The most contexts that are named of one node, and the most that are looked at for it beside its own. */
const mostNamed = 10
const mostLookedAt = 100

type Ways = Map<string, number>

const end = { forbidden: 0, granted: 1 } as const

/**
 * For each node a number for all that decides there: its rules and those above it, up to the nearest one for every
 * resource. Rules that say what is said behind them anyway decide nothing.
 */
function waysOf(rows: readonly RuledRow[], ways: Ways): readonly number[] {
  const above: number[] = []
  return rows.map(({ depth, state, contexts }) => {
    above.length = depth
    const behind = state === 'unspecified' ? (above.at(-1) ?? end.forbidden) : end[state]
    const rules = contexts.filter((rule) => rule.state !== 'unspecified')
    let way = behind
    if (rules.some((rule) => end[rule.state as keyof typeof end] !== behind)) {
      const said = rules.map((rule) => `${rule.state} ${rule.context}`).toSorted()
      const key = [behind, ...said].join('\n')
      way = ways.get(key) ?? ways.size + 2
      ways.set(key, way)
    }
    above.push(way)
    return way
  })
}

/**
 * Whether what is asked of a node may be answered in another way, with a resource or without, and "for some" too: false
 * where it cannot. In doubt it may. Of roles that are administrators this says nothing.
 *
 * @param before Rows of one tree, all of them
 * @param after The same rows
 */
export function answersChange(before: readonly RuledRow[], after: readonly RuledRow[]): readonly boolean[] {
  const ways: Ways = new Map()
  const [then, now] = [waysOf(before, ways), waysOf(after, ways)]
  return then.map((way, at) => way !== now[at])
}

/** The node, and those above it, nearest first. */
function wayUp(rows: readonly RuledRow[], at: number): readonly number[] {
  const nodes = [at]
  let { depth } = rows[at] ?? { depth: 0 }
  for (let next = at - 1; next >= 0 && depth > 0; next--)
    if ((rows[next]?.depth ?? 0) < depth) {
      nodes.push(next)
      depth = rows[next]?.depth ?? 0
    }
  return nodes
}

function stateIn(rows: readonly RuledRow[], up: readonly number[], context: string): 'granted' | 'forbidden' {
  for (const at of up) {
    const row = rows[at]
    const own = row?.contexts.find((rule) => rule.context === context && rule.state !== 'unspecified')?.state
    if (own !== undefined && own !== 'unspecified') return own
    if (row !== undefined && row.state !== 'unspecified') return row.state
  }
  return 'forbidden'
}

/** In which contexts names of a node get something else: at most 10, those of the nearest rules first. */
export function contextsChanged(
  before: readonly RuledRow[],
  after: readonly RuledRow[],
  at: number,
): readonly ContextChange[] {
  const up = wayUp(before, at)
  const stateOf = (row: RuledRow | undefined, context: string) =>
    row?.contexts.find((rule) => rule.context === context)?.state ?? 'unspecified'
  const all = up.flatMap((node) => {
    const [then, now] = [before[node], after[node]]
    const contexts = new Set([then, now].flatMap((row) => row?.contexts.map(({ context }) => context) ?? []))
    return [...contexts].map((context) => ({
      context,
      isOther: stateOf(then, context) !== stateOf(now, context),
    }))
  })
  const found: ContextChange[] = []
  const others = all.filter(({ isOther }) => !isOther).slice(0, mostLookedAt)
  const looked = new Set([...all.filter(({ isOther }) => isOther), ...others].map(({ context }) => context))
  for (const context of looked) {
    if (found.length === mostNamed) break
    const [then, now] = [stateIn(before, up, context), stateIn(after, up, context)]
    if (then !== now) found.push({ context, before: then, after: now })
  }
  return found
}
