import type { Precondition, Store, StoreView } from '@trilatch/core'
import type { Written } from './events.ts'
import type { Random } from './random.ts'
import { roles, subjects } from './world.ts'

/** Has a write rely on a version as its process knows it, which may be another one by now. */
export async function relyOn(
  random: Random,
  store: Store,
  { role, subject }: Written,
): Promise<readonly Precondition[]> {
  const [roleId, subjectId] = [role?.id ?? random.of(roles), subject?.id ?? random.of(subjects)]
  const kind = random.of(['policy', 'mappings', 'role', 'members', 'subject'] as const)
  const versionIn: Record<typeof kind, (view: StoreView) => Promise<string | null> | string | null> = {
    policy: ({ policy }) => policy.version,
    mappings: ({ policy }) => policy.mappingsVersion,
    role: ({ policy }) => policy.roles.get(roleId)?.version ?? null,
    members: async () => (await store.members(roleId, { limit: 1 })).version,
    subject: (view) => view.subject?.version ?? null,
  }
  const id = { policy: '', mappings: '', role: roleId, members: roleId, subject: subjectId }[kind]
  try {
    const view = await store.view(kind === 'subject' ? subjectId : null)
    return [{ kind, id, version: await versionIn[kind](view) }]
  } catch {
    // There is nothing to rely on without an answer.
    return []
  }
}
