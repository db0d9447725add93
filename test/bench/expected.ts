import { decide } from '../specification/specification.ts'
import { nodesOf } from './peers.ts'
import type { Workload } from './workloads.ts'

/** What the executable specification answers to the first checks of a workload. */
export function expectedAnswers(workload: Workload, count: number): boolean[] {
  const nodes = nodesOf(workload)
  const roles = new Map(workload.roles.map((role) => [role.id, role]))
  return workload.checks.slice(0, count).map(({ user, permission, name }) => {
    const held = workload.users[user] ?? []
    // The specification looks through all roles; those that are not held say nothing.
    const world = {
      nodes,
      roles: held.flatMap((id) => roles.get(id) ?? []),
      subject: { roles: held.map((role) => ({ role })) },
    }
    return (
      decide(world, permission, ...(name === undefined ? ([] as const) : ([name] as const))).state ===
      'granted'
    )
  })
}
