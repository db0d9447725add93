import { BoundedMap } from '../bounded-map.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import { compilePolicy } from '../decision/compiled-policy.ts'
import { makeBundle } from '../decision/make-bundle.ts'
import type { BundleSubject } from '../decision/make-bundle.ts'
import { openBundle } from '../decision/open-bundle.ts'
import type { OpenBundle } from '../decision/open-bundle.ts'
import { unavailable } from '../errors.ts'
import type { LeanPolicy, OnDemandStore } from '../store/on-demand.ts'
import { Lanes } from './lanes.ts'

/** Bundles that are held ready; twice as many at most. */
const keptBundles = 250
/** How many are fetched at the same time, and how many more may wait for their turn. */
const [fetching, waiting] = [8, 10_000]
/** The longest bundle that is put into a store, in UTF-16 units. */
const longest = 1_000_000

/** What has become of bundles since this process began; each but `held` only grows. */
export interface BundleCounters {
  /** Ready in this process now. */
  held: number
  /** Found in the store. */
  found: number
  /** Not there, and made from the roles. */
  made: number
  /** Written for others. */
  written: number
  /** Not written: too long, or the store did not take it. */
  unwritten: number
  /** Not what was asked for, or not readable; never answered from. */
  rejected: number
}

/** What a bundle is about, at one version of a policy. */
export interface Wanted extends BundleSubject {
  readonly policy: LeanPolicy
}

/** The bundles of one process: held ready, else found in the store, else made and shared. */
export class Bundles {
  readonly #permissions: Permissions
  readonly #store: OnDemandStore
  readonly #held: BoundedMap<string, OpenBundle>
  readonly #fetches = new Map<string, Promise<void>>()
  readonly #lanes = new Lanes(fetching, waiting)
  readonly #counters: BundleCounters = { held: 0, found: 0, made: 0, written: 0, unwritten: 0, rejected: 0 }
  #position: string | undefined

  /** @param kept Bundles that are held ready; twice as many at most. */
  constructor(permissions: Permissions, store: OnDemandStore, kept: number = keptBundles) {
    this.#held = new BoundedMap(kept)
    this.#permissions = permissions
    this.#store = store
  }

  get counters(): Readonly<BundleCounters> {
    return { ...this.#counters, held: this.#held.size }
  }

  /** The bundle if it is held. */
  get(key: string): OpenBundle | undefined {
    return this.#held.get(key)
  }

  /** Tells which policy is asked about: what is held of others goes. @returns Whether it is another than before */
  at(position: string): boolean {
    if (this.#position === position) return false
    this.#position = position
    this.#held.clear()
    return true
  }

  /**
   * Has the bundle held ready, unless the policy has changed meanwhile. Those who want the same share one fetch.
   *
   * @throws TrilatchError `TRILATCH_UNAVAILABLE`; what the store throws
   */
  fetch(key: string, wanted: Wanted): Promise<void> {
    const running = this.#fetches.get(key)
    if (running !== undefined) return running
    const turn = this.#lanes.run(() => this.#fetch(key, wanted))
    if (turn === undefined) return Promise.reject(unavailable('Too many wait for the policy.'))
    const fetched = turn.finally(() => this.#fetches.delete(key))
    this.#fetches.set(key, fetched)
    return fetched
  }

  async #fetch(key: string, wanted: Wanted): Promise<void> {
    const found = await this.#store.bundle(key)
    const opened = found === null ? undefined : this.#open(found, wanted)
    if (opened !== undefined) {
      this.#counters.found++
      this.#keep(key, wanted, opened)
      return
    }
    if (found !== null) this.#counters.rejected++
    const ids = [...new Set(wanted.given.map(({ role }) => role))]
    const roles = ids.length === 0 ? new Map() : await this.#store.roles(wanted.policy, ids)
    if (roles === undefined) return
    const documents = Array.from(roles.values(), ({ role }) => role)
    const bundle = makeBundle(compilePolicy(wanted.policy.version, documents, this.#permissions), wanted)
    // Others will read it from its text, so this process does too: what is kept is what was written.
    const text = JSON.stringify(bundle)
    const made = this.#open(JSON.parse(text), wanted)
    if (made === undefined) throw unavailable('The roles of a subject cannot be read.')
    this.#counters.made++
    this.#keep(key, wanted, made)
    if (text.length > longest) this.#counters.unwritten++
    else
      this.#store.putBundle(key, bundle).then(
        () => this.#counters.written++,
        () => this.#counters.unwritten++,
      )
  }

  #open(data: unknown, wanted: Wanted): OpenBundle | undefined {
    const { version, administrators } = wanted.policy
    return openBundle(data, { ...wanted, policy: version, administrators }, this.#permissions)
  }

  #keep(key: string, { position }: Wanted, bundle: OpenBundle): void {
    if (position === this.#position) this.#held.set(key, bundle)
  }
}
