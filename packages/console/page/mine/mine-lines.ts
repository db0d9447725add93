import type { OwnPermission } from '../api/client.ts'
import type { TreeLine } from '../ui/tree-keys.ts'

/** One permission of the caller, as a line of the treegrid. */
export interface MineLine extends TreeLine {
  readonly own: OwnPermission
}

/** What is to be seen: found, or not folded away. What stands above what is found stays. */
export function mineLines(
  permissions: readonly OwnPermission[],
  collapsed: ReadonlySet<string>,
  search: string,
): readonly MineLine[] {
  const wanted = search.trim().toLowerCase()
  const kept = new Set<number>()
  const above: number[] = []
  for (const [at, { depth, title, path, permission }] of permissions.entries()) {
    above.length = depth
    above.push(at)
    if (`${title}\n${path}\n${permission}`.toLowerCase().includes(wanted))
      for (const one of above) kept.add(one)
  }
  const lines: MineLine[] = []
  let hiddenBelow = Number.POSITIVE_INFINITY
  for (const [at, own] of permissions.entries()) {
    if (!kept.has(at) || own.depth > hiddenBelow) continue
    const hasMore = (permissions[at + 1]?.depth ?? 0) > own.depth
    const isCollapsed = hasMore && wanted === '' && collapsed.has(own.permission)
    hiddenBelow = isCollapsed ? own.depth : Number.POSITIVE_INFINITY
    lines.push({
      key: own.permission,
      level: own.depth + 1,
      isExpanded: hasMore ? !isCollapsed : undefined,
      own,
    })
  }
  return lines
}
