import type { Role } from './policy.ts'

/** The ids on a circle of inheritance, its first repeated at the end, or `undefined`. Linear, and without recursion. */
export function findCycle(roles: ReadonlyMap<string, Role>): readonly string[] | undefined {
  const done = new Set<string>()
  for (const start of roles.keys()) {
    const path: string[] = []
    const onPath = new Set<string>()
    const pending: { readonly id: string; readonly leave: boolean }[] = [{ id: start, leave: false }]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { id, leave } = next
      if (leave) {
        path.pop()
        onPath.delete(id)
        done.add(id)
        continue
      }
      if (onPath.has(id)) return [...path.slice(path.indexOf(id)), id]
      if (done.has(id)) continue
      path.push(id)
      onPath.add(id)
      pending.push({ id, leave: true })
      for (const inherited of roles.get(id)?.inherits ?? []) pending.push({ id: inherited, leave: false })
    }
  }
  return undefined
}
