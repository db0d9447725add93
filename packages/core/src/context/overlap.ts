import { plainEnd } from './context.ts'
import type { Context } from './context.ts'

/**
 * Whether two contexts may match the same name. Never wrongly false: it says no only where their plain
 * beginnings or ends disagree, or where one is a name that the other does not match.
 */
export function mayOverlap(a: Context, b: Context): boolean {
  if (a.kind === 'name') return b.matches(a.literal)
  if (b.kind === 'name') return a.matches(b.literal)
  if (!a.literal.startsWith(b.literal) && !b.literal.startsWith(a.literal)) return false
  const [x, y] = [plainEnd(a.text), plainEnd(b.text)]
  return x.endsWith(y) || y.endsWith(x)
}
