import { deepFreeze } from '../deep-freeze.ts'
import { unavailable } from '../errors.ts'
import { newTag } from './new-tag.ts'
import type { Operation } from './store.ts'
import type { Vault, VaultCount, VaultDocument, VaultEntry, VaultPlace } from './vault.ts'
import { checkCountBy, checkTtl, entryId, firstRun, valueText } from './vault-place.ts'

/** The most entries that expire, and the most counts, of one kind. */
const maxPassing = 20_000
const maxCounts = 100_000

interface Kept {
  readonly entry: VaultEntry
  /** By the monotonic clock; `Infinity` for what stays. */
  readonly until: number
}

interface Counted {
  count: number
  readonly until: number
}

/** Things of one kind that expire. A map keeps the order in which they came. */
type Shelf<T> = Map<string, T & { readonly until: number }>

const now = (): number => performance.now()

/** The vault of a memory store. */
export class MemoryVault implements Vault {
  readonly #lasting = new Map<string, Kept>()
  readonly #passing = new Map<string, Shelf<Kept>>()
  readonly #counts = new Map<string, Shelf<Counted>>()

  constructor() {
    this.#put({ ...firstRun, value: 'open' }, newTag())
  }

  async get(place: VaultPlace): Promise<VaultEntry | null> {
    return this.#find(place)?.entry ?? null
  }

  async put(document: VaultDocument & { readonly ttlMs: number }): Promise<void> {
    checkTtl(document.ttlMs)
    this.#put(document, newTag())
  }

  async replace(
    document: Omit<VaultDocument, 'ttlMs'>,
    seen: { readonly version: string },
  ): Promise<boolean> {
    const id = entryId(document)
    const entry = entryOf(document, newTag())
    const found = this.#find(document)
    if (found === undefined || found.entry.version !== seen.version) return false
    const shelf = found.until === Infinity ? this.#lasting : shelfOf(this.#passing, document)
    shelf.set(id, { entry, until: found.until })
    return true
  }

  async take(place: VaultPlace): Promise<VaultEntry | null> {
    const found = this.#find(place)
    this.#remove(place)
    return found?.entry ?? null
  }

  async count(
    place: VaultPlace,
    by: number,
    { ttlMs, restart = false }: { readonly ttlMs: number; readonly restart?: boolean },
  ): Promise<VaultCount> {
    checkCountBy(by)
    checkTtl(ttlMs)
    const id = entryId(place)
    const shelf = shelfOf(this.#counts, place)
    const before = shelf.get(id)
    const running = before !== undefined && before.until > now() ? before : undefined
    if (running === undefined) {
      shelf.delete(id)
      if (by === 0) return { count: 0, remainingMs: ttlMs }
      // A count that were forgotten would be a limit lifted.
      if (shelf.size >= maxCounts) dropExpired(shelf)
      if (shelf.size >= maxCounts) throw unavailable('Too much is counted at the moment.')
    }
    const until = running === undefined || (restart && by > 0) ? now() + ttlMs : running.until
    const counted = { count: (running?.count ?? 0) + by, until }
    shelf.set(id, counted)
    return { count: counted.count, remainingMs: Math.max(1, Math.ceil(until - now())) }
  }

  async forget(place: VaultPlace): Promise<void> {
    shelfOf(this.#counts, place).delete(entryId(place))
  }

  /** The version of an entry by its id, or `null`. */
  versionOf(id: string): string | null {
    const colon = id.indexOf(':')
    return this.#find({ kind: id.slice(0, colon), key: id.slice(colon + 1) })?.entry.version ?? null
  }

  /** Throws for operations that cannot be applied, before anything is. */
  check(operations: readonly Operation[]): void {
    for (const operation of operations) {
      if (operation.kind !== 'put-entry' && operation.kind !== 'remove-entry') continue
      entryId(operation.entry)
      if (operation.kind !== 'put-entry') continue
      valueText(operation.entry)
      if (operation.entry.ttlMs !== undefined) checkTtl(operation.entry.ttlMs)
    }
  }

  /** Writes the entries of a change that was checked. */
  apply(operations: readonly Operation[], tag: string): void {
    for (const operation of operations) {
      if (operation.kind === 'put-entry') this.#put(operation.entry, tag)
      else if (operation.kind === 'remove-entry') this.#remove(operation.entry)
    }
  }

  #put(document: VaultDocument, tag: string): void {
    const id = entryId(document)
    const entry = entryOf(document, tag)
    this.#remove(document)
    const { ttlMs } = document
    if (ttlMs === undefined) {
      this.#lasting.set(id, { entry, until: Infinity })
      return
    }
    const shelf = shelfOf(this.#passing, document)
    if (shelf.size >= maxPassing) dropExpired(shelf)
    // Whoever fills it, the newest can finish what they have begun.
    if (shelf.size >= maxPassing) shelf.delete(shelf.keys().next().value as string)
    shelf.set(id, { entry, until: now() + ttlMs })
  }

  #find(place: VaultPlace): Kept | undefined {
    const id = entryId(place)
    const found = this.#lasting.get(id) ?? this.#passing.get(place.kind)?.get(id)
    return found !== undefined && found.until > now() ? found : undefined
  }

  #remove(place: VaultPlace): void {
    const id = entryId(place)
    this.#lasting.delete(id)
    this.#passing.get(place.kind)?.delete(id)
  }
}

function shelfOf<T>(shelves: Map<string, Shelf<T>>, { kind }: VaultPlace): Shelf<T> {
  const found = shelves.get(kind)
  if (found !== undefined) return found
  const shelf: Shelf<T> = new Map()
  shelves.set(kind, shelf)
  return shelf
}

function dropExpired<T>(shelf: Shelf<T>): void {
  for (const [id, { until }] of shelf) if (until <= now()) shelf.delete(id)
}

/** A copy that nobody else can change. */
function entryOf(document: Pick<VaultDocument, 'value'>, version: string): VaultEntry {
  const value: unknown = JSON.parse(valueText(document))
  return Object.freeze({
    value: typeof value === 'object' && value !== null ? deepFreeze(value) : value,
    version,
  })
}
