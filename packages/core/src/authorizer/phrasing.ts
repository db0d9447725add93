import type { EnforcementOptions } from '../enforcement/enforce.ts'

/** How refusals of `assert` are phrased; adapters pass on what their guards use. */
export type Phrasing = Omit<EnforcementOptions, 'permissions'>

/** For accesses that no adapter asked for. */
export const plainPhrasing: Phrasing = { disclose: 'permission', realm: 'trilatch' }
