import type { BundleCounters } from './bundles.ts'
import type { StoreHealth } from '../store/store-health.ts'

/** How an authorizer is doing. */
export interface Health {
  /** `starting`: it has not read the store yet. `unavailable`: accesses cannot be obtained. */
  readonly status: 'ok' | 'starting' | 'unavailable' | 'closed'
  /** False while switched off. */
  readonly enabled: boolean
  /** What the store tells about itself. */
  readonly store: StoreHealth
  /** With `policy: 'on-demand'`: what has become of decision bundles. */
  readonly bundles?: Readonly<BundleCounters>
}

/** The health of an authorizer; one that is switched off answers without its store. */
export function healthOf(
  state: { readonly enabled: boolean; readonly started: boolean; readonly closed: boolean },
  store: StoreHealth,
  bundles?: Readonly<BundleCounters>,
): Health {
  const { enabled, started, closed } = state
  const asked = started || store.status === 'unavailable' ? store.status : 'starting'
  const status = closed ? 'closed' : enabled ? asked : 'ok'
  return Object.freeze({ status, enabled, store, ...(bundles === undefined ? {} : { bundles }) })
}
