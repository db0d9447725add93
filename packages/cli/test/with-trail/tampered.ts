import type { KeptEntry } from '@trilatch/core'

/** What somebody has done to the trail of these tests. */
export const tampered: { edit: ((items: readonly KeptEntry[]) => readonly KeptEntry[]) | undefined } = {
  edit: undefined,
}
