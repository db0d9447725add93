import { catalogueDigest, catalogueDocument } from '../catalogue/catalogue-document.ts'
import type { CatalogueDocument } from '../catalogue/catalogue-document.ts'
import { knownNames } from '../catalogue/known-names.ts'
import type { KnownNames } from '../catalogue/known-names.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import { compareText } from '../compare-text.ts'
import { semanticsVersion } from '../decision/semantics.ts'
import { TrilatchError, unavailable } from '../errors.ts'
import { warn } from '../events.ts'
import { own } from '../own.ts'
import { userOrigins } from '../policy/new-user-roles.ts'
import type { RoleLists } from '../policy/role-lists.ts'
import type { ReadGroupOptions } from './group-options.ts'
import { maxApplications } from '../store/applications.ts'
import type { Applications, PublishedApplication, SharedSettings } from '../store/applications.ts'
import { newTag } from '../store/new-tag.ts'
import type { Store } from '../store/store.ts'

/** An application's name where none is given. */
export const defaultApplication = 'main'

/** How often other processes may publish in between. */
const maxTries = 100

/** Which application this process is of, and what it says about itself. */
export interface OwnApplication {
  readonly name: string
  readonly permissions: Permissions
  readonly lists: RoleLists
  readonly groups: ReadGroupOptions
}

/** What an application publishes. */
export function publishedApplication({ permissions, lists, groups }: OwnApplication): PublishedApplication {
  const catalogue = catalogueDocument(permissions)
  const anonymousRoles = Object.freeze([...new Set(lists.anonymousRoles)].toSorted())
  const providers = Object.fromEntries([...groups.providers].toSorted(([a], [b]) => compareText(a, b)))
  const ages = { maxGroupAgeMs: groups.maxGroupAgeMs, groupRefreshMs: groups.groupRefreshMs }
  return Object.freeze({
    catalogue,
    digest: catalogueDigest(catalogue),
    anonymousRoles,
    groups: Object.freeze({ providers: Object.freeze(providers), ...ages }),
  })
}

/** The settings of this process that every other has to share. */
function ownSettings({ newUserRoles }: RoleLists): SharedSettings {
  const lists = userOrigins.flatMap((origin) => {
    const ids = own(newUserRoles, origin)
    return ids === undefined ? [] : [[origin, Object.freeze([...new Set(ids)].toSorted())] as const]
  })
  return Object.freeze({
    semantics: semanticsVersion,
    newUserRoles: Object.freeze(Object.fromEntries(lists)),
  })
}

function differ(setting: string, here: unknown, there: unknown, fix: string): never {
  const message = `Cannot start: the setting ${setting} is ${JSON.stringify(here)} here and ${JSON.stringify(there)} in the store. ${fix}`
  throw new TrilatchError('TRILATCH_SETTINGS_DIFFER', message)
}

/** Compares what changes answers, and stops a process that would answer differently. */
function checkSettings(
  name: string,
  mine: PublishedApplication,
  settings: SharedSettings,
  found: Applications,
): void {
  const theirs = found.settings
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  if (theirs !== null && theirs.semantics !== settings.semantics)
    differ(
      'semantics',
      settings.semantics,
      theirs.semantics,
      'Run the same major version of Trilatch in all processes; when all are to change, stop them, forget the settings (`trilatch-store forget-settings`) and start them.',
    )
  for (const origin of theirs === null ? [] : userOrigins) {
    const [here, there] = [settings, theirs as SharedSettings].map(({ newUserRoles }) =>
      own(newUserRoles, origin),
    )
    if (!same(here, there))
      differ(
        `newUserRoles.${origin}`,
        here ?? 'unset',
        there ?? 'unset',
        'Give all processes the same; to change it, forget the settings (`trilatch-store forget-settings`) and start all processes anew.',
      )
  }
  for (const [other, { groups }] of found.published) {
    for (const [provider, syntax] of Object.entries(groups.providers)) {
      const here = new Map(Object.entries(mine.groups.providers)).get(provider)
      if (other !== name && here !== undefined && here !== syntax)
        differ(
          `providers.${provider}`,
          here,
          syntax,
          `The application ${JSON.stringify(other)} reads the same mapping rows: give both the same, or forget it (\`trilatch-store forget-application ${other}\`).`,
        )
    }
  }
  const before = found.published.get(name)
  const settled = [
    ['anonymousRoles', mine.anonymousRoles, before?.anonymousRoles],
    ['providers', mine.groups.providers, before?.groups.providers],
    ['maxGroupAgeMs', mine.groups.maxGroupAgeMs, before?.groups.maxGroupAgeMs],
    ['groupRefreshMs', mine.groups.groupRefreshMs, before?.groups.groupRefreshMs],
  ] as const
  const other = before === undefined ? undefined : settled.find(([, here, there]) => !same(here, there))
  if (other !== undefined)
    differ(
      `${other[0]} of the application ${JSON.stringify(name)}`,
      other[1],
      other[2],
      `Give all its processes the same, or give another application another name with the option \`application\`; to change it, forget the application (\`trilatch-store forget-application ${name}\`) and start its processes anew.`,
    )
}

function warnOfStranger(name: string, before: CatalogueDocument, now: CatalogueDocument): void {
  const names = new Set(now.map((permission) => permission.name))
  if (before.length === 0 || before.some((permission) => names.has(permission.name))) return
  warn(
    'TRILATCH_CATALOGUE_REPLACED',
    `The catalogue that the application ${JSON.stringify(name)} had published has no permission in common with this one, and is replaced. Give each application that uses the store a name of its own with the option \`application\`.`,
  )
}

/**
 * Publishes what an application is, unless the store has just that, and settles the shared settings where nobody has.
 *
 * @param read What has been published, where that was just read.
 * @throws TrilatchError `TRILATCH_SETTINGS_DIFFER` naming the setting, both values and the fix;
 * `TRILATCH_STORE_UNSUITABLE` when there are 64 other applications; `TRILATCH_UNAVAILABLE`.
 */
export async function publishApplication(
  store: Pick<Store, 'applications' | 'publish'>,
  application: OwnApplication,
  read?: Applications,
): Promise<void> {
  const { name, lists } = application
  const [mine, settings] = [publishedApplication(application), ownSettings(lists)]
  for (let tries = 0; tries < maxTries; tries++) {
    const found = tries === 0 && read !== undefined ? read : await store.applications()
    checkSettings(name, mine, settings, found)
    const before = found.published.get(name)
    const unchanged = before?.digest === mine.digest
    if (unchanged && found.settings !== null) return
    const outcome = await store.publish({
      seen: found.version,
      tag: newTag(),
      ...(unchanged ? {} : { application: { name, published: mine } }),
      ...(found.settings === null ? { settings } : {}),
    })
    if (outcome === 'full') {
      const message = `The store has ${maxApplications} applications already. Forget one that is gone with \`trilatch-store forget-application\`.`
      throw new TrilatchError('TRILATCH_STORE_UNSUITABLE', message)
    }
    if (outcome === 'conflict') continue
    if (before !== undefined && !unchanged) warnOfStranger(name, before.catalogue, mine.catalogue)
    return
  }
  throw unavailable('Other processes kept publishing their catalogues.')
}

/** What rules may name: an application's own catalogue, and those of the others that share the store. */
export async function knownToAll(
  permissions: Permissions,
  store: Pick<Store, 'applications'>,
): Promise<KnownNames> {
  const { published } = await store.applications()
  return knownNames(
    permissions,
    Array.from(published.values(), ({ catalogue }) => catalogue),
  )
}
