import { own } from '../own.ts'
import { accessLevels } from '../policy/policy.ts'
import type { MappingMode, MappingRow } from '../policy/policy.ts'
import type { GivenRole } from '../decision/holdings.ts'
import type { GroupMembership } from '../store/provider-groups.ts'
import { normalGroup, readGroupPattern } from './group-pattern.ts'
import type { GroupPattern, GroupSyntax } from './group-pattern.ts'
import { hasPieces, readRdn } from './rdn.ts'

/** A row that leads nobody anywhere, and why. */
export interface MappingFault {
  /** Its place in the list. */
  readonly index: number
  readonly row: MappingRow
  readonly why: string
}

interface Row {
  readonly index: number
  readonly row: MappingRow
  readonly pattern: GroupPattern
  /** The least level, as its place in the order of levels. */
  readonly least: number
  readonly mode: MappingMode
}

/** The rows of one provider, by what they are looked up with. */
interface ProviderRows {
  readonly everyone: Row[]
  readonly exact: Map<string, Row[]>
  readonly below: Map<string, Row[]>
  /** By what stands behind the first part. */
  readonly rdn: Map<string, Row[]>
}

const rankOf = (access: unknown): number =>
  Math.max(0, (accessLevels as readonly unknown[]).indexOf(access ?? 'member'))

/** The mode of a row, which is `sync` unless it says otherwise. */
export const modeOf = (row: MappingRow): MappingMode => own(row, 'mode') ?? 'sync'

function add(rows: Map<string, Row[]>, key: string, row: Row): void {
  const found = rows.get(key)
  if (found === undefined) rows.set(key, [row])
  else found.push(row)
}

/** The paths above a path, the nearest first. */
function* above(path: string): Generator<string> {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    yield path.slice(0, end)
}

/** Mapping rows, ready to be asked which of them somebody's groups lead through. */
export class MappingTable {
  readonly faults: readonly MappingFault[]
  readonly #providers: ReadonlyMap<string, GroupSyntax>
  readonly #rows = new Map<string, ProviderRows>()
  readonly #additive = new Set<string>()

  /** @param providers How each provider writes the names of its groups. */
  constructor(rows: readonly MappingRow[], providers: ReadonlyMap<string, GroupSyntax>) {
    this.#providers = providers
    const faults: MappingFault[] = []
    for (const [index, row] of rows.entries()) {
      const pattern = readGroupPattern(row, providers.get(row.provider))
      if (pattern.kind === 'never') faults.push({ index, row, why: pattern.why })
      else this.#add({ index, row, pattern, least: rankOf(own(row, 'minAccess')), mode: modeOf(row) })
    }
    this.faults = faults
  }

  #add(row: Row): void {
    const { provider } = row.row
    if (row.mode === 'additive') this.#additive.add(provider)
    let rows = this.#rows.get(provider)
    if (rows === undefined) {
      rows = { everyone: [], exact: new Map(), below: new Map(), rdn: new Map() }
      this.#rows.set(provider, rows)
    }
    const { pattern } = row
    if (pattern.kind === 'everyone') rows.everyone.push(row)
    else if (pattern.kind === 'exact') add(rows.exact, pattern.group, row)
    else if (pattern.kind === 'below') add(rows.below, pattern.path, row)
    else if (pattern.kind === 'rdn') add(rows.rdn, pattern.rest, row)
  }

  /** Whether any row of a provider is additive. */
  isAdditive(provider: string): boolean {
    return this.#additive.has(provider)
  }

  /**
   * The roles that a provider's groups lead to, by every row that matches, in the order of the rows. Pure.
   *
   * @param groups What the provider has said; `everyone` is whoever has such an answer, an empty one too.
   * @param mode Of the rows that are looked at. Roles of additive ones are assigned when groups are recorded.
   */
  rolesOf(
    provider: string,
    groups: readonly GroupMembership[],
    mode: MappingMode = 'sync',
  ): readonly GivenRole[] {
    const rows = this.#rows.get(provider)
    if (rows === undefined) return []
    const syntax = this.#providers.get(provider)
    const levels = new Map<string, number>()
    for (const { name, access } of groups) {
      const normal = normalGroup(name, syntax)
      levels.set(normal, Math.max(levels.get(normal) ?? 0, rankOf(access)))
    }
    const matched = new Map<Row, string | undefined>(
      rows.everyone.flatMap((row) => (row.mode === mode ? [[row, undefined]] : [])),
    )
    for (const group of [...levels.keys()].toSorted()) {
      const level = syntax === 'path' ? levelIn(levels, group) : (levels.get(group) as number)
      for (const row of rowsFor(rows, group, syntax))
        if (row.mode === mode && level >= row.least && !matched.has(row)) matched.set(row, group)
    }
    return [...matched].toSorted(([a], [b]) => a.index - b.index).flatMap(([row, by]) => given(row, by))
  }
}

/** The highest level in a group or in one above it. */
function levelIn(levels: ReadonlyMap<string, number>, group: string): number {
  let level = levels.get(group) ?? 0
  for (const path of above(group)) level = Math.max(level, levels.get(path) ?? 0)
  return level
}

function* rowsFor(rows: ProviderRows, group: string, syntax: GroupSyntax | undefined): Generator<Row> {
  yield* rows.exact.get(group) ?? []
  if (rows.below.size > 0) for (const path of above(group)) yield* rows.below.get(path) ?? []
  if (rows.rdn.size === 0 || syntax !== 'dn') return
  const rdn = readRdn(group)
  for (const row of (rdn && rows.rdn.get(rdn.rest)) ?? []) {
    const { pattern } = row
    if (pattern.kind === 'rdn' && pattern.type === rdn?.type && hasPieces(rdn.value, pattern.pieces))
      yield row
  }
}

function given({ row, pattern }: Row, by: string | undefined): GivenRole[] {
  const scope = own(row, 'scope')
  const mapped = Object.freeze({
    provider: row.provider,
    group: row.group,
    ...(by === undefined ? {} : { by }),
    wide: pattern.kind !== 'exact',
  })
  return row.roles.map((role) => ({
    role,
    ...(scope === undefined ? {} : { scope }),
    source: 'mapped' as const,
    mapped,
  }))
}
