import type { StoreHealth } from '../store/store.ts'

/** How an authorizer is doing. */
export interface Health {
  /** `starting`: it has not read the store yet. `unavailable`: accesses cannot be obtained. */
  readonly status: 'ok' | 'starting' | 'unavailable' | 'closed'
  /** False while switched off. */
  readonly enabled: boolean
  /** What the store tells about itself. */
  readonly store: StoreHealth
}

/** The health of an authorizer; one that is switched off answers without its store. */
export function healthOf(
  state: { readonly enabled: boolean; readonly started: boolean; readonly closed: boolean },
  store: StoreHealth,
): Health {
  const { enabled, started, closed } = state
  const asked = started || store.status === 'unavailable' ? store.status : 'starting'
  return Object.freeze({ status: closed ? 'closed' : enabled ? asked : 'ok', enabled, store })
}
