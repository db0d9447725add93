import type { TrailPage } from './audit-entry.ts'
import type { AuditReport } from './audit-report.ts'
import { TrailWalk } from './trail-walk.ts'
import type { GivenHead } from './trail-walk.ts'

export interface VerifyOptions {
  /** A head that was published earlier: that entry must still be there, or be the last before the first. */
  readonly head?: GivenHead
  /** Called after each page, with how many entries were looked at. */
  readonly onProgress?: (entries: number) => void
}

/**
 * Goes over a whole trail, in pages and with bounded memory, and says what is wrong with it. Entries that are written
 * meanwhile are looked at too.
 *
 * @param read Gives the page behind a place; the first one without.
 */
export async function verifyTrail(
  read: (after: string | undefined) => Promise<TrailPage>,
  options: VerifyOptions = {},
): Promise<AuditReport> {
  const walk = new TrailWalk(options.head)
  for (let after: string | undefined; ;) {
    const page = await read(after)
    walk.page(page)
    options.onProgress?.(walk.entries)
    if (page.next === undefined) return walk.end(page)
    after = page.next
  }
}
