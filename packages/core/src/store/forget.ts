import { TrilatchError } from '../errors.ts'
import type { Applications, Publication } from './applications.ts'
import { newTag } from './new-tag.ts'
import type { Store } from './store.ts'

/** How often something else may be published in between before it counts as a conflict. */
const maxTries = 20

type Registry = Pick<Store, 'applications' | 'publish'>

async function forget(
  registry: Registry,
  change: (found: Applications) => Omit<Publication, 'seen' | 'tag'> | undefined,
): Promise<boolean> {
  for (let tries = 0; tries < maxTries; tries++) {
    const found = await registry.applications()
    const changed = change(found)
    if (changed === undefined) return false
    if ((await registry.publish({ ...changed, seen: found.version, tag: newTag() })) === 'done') return true
  }
  throw new TrilatchError('TRILATCH_CONFLICT', 'Other applications kept publishing; repeat it', {
    status: 409,
  })
}

/**
 * Forgets what an application has published: its permissions are no longer known to the others' writes, and its
 * `anonymousRoles` may be others when it starts again. Rules for its permissions stay as they are stored.
 *
 * @param actor Who does it, for the audit trail.
 * @returns Whether there was such an application.
 */
export function forgetApplication(registry: Registry, name: string, actor: string): Promise<boolean> {
  return forget(registry, ({ published }) => {
    const before = published.get(name)
    if (before === undefined) return undefined
    const at = new Date().toISOString()
    const what = { permissions: before.catalogue.length, anonymousRoles: before.anonymousRoles }
    const audit = { at, actor, action: 'application.forget', target: name, before: what, after: null }
    return { application: { name, published: null }, audit }
  })
}

/**
 * Forgets the settings that all processes share: the next process that starts settles them anew. Those that run go on
 * with theirs, so start them anew as well.
 *
 * @param actor Who does it, for the audit trail.
 * @returns Whether there were any.
 */
export function forgetSettings(registry: Registry, actor: string): Promise<boolean> {
  return forget(registry, ({ settings }) => {
    if (settings === null) return undefined
    const at = new Date().toISOString()
    const audit = { at, actor, action: 'settings.forget', target: 'settings', before: settings, after: null }
    return { settings: null, audit }
  })
}
