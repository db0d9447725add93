/** How a store is doing, for operators. */
export interface StoreHealth {
  /** `unavailable`: accesses cannot be obtained at the moment. */
  readonly status: 'ok' | 'unavailable'
  /** What else the store tells about itself: numbers, words and lists of them, safe to publish to operators. */
  readonly details: Readonly<Record<string, unknown>>
}
