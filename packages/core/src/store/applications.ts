import { isCatalogueDocument } from '../catalogue/catalogue-document.ts'
import type { CatalogueDocument } from '../catalogue/catalogue-document.ts'
import { userOrigins } from '../policy/new-user-roles.ts'
import type { NewUserRoles } from '../policy/new-user-roles.ts'
import type { AuditLine } from '../trail/audit-entry.ts'

/** The most applications that one store has. */
export const maxApplications = 64

/** What an application has told the others. */
export interface PublishedApplication {
  readonly catalogue: CatalogueDocument
  /** Of the catalogue. */
  readonly digest: string
  /** Every process of the application has these; another application may have others. */
  readonly anonymousRoles: readonly string[]
  /** How groups lead to roles: what each provider's names are like, and for how long groups count. */
  readonly groups: {
    readonly providers: Readonly<Record<string, string>>
    readonly maxGroupAgeMs: number
    readonly groupRefreshMs: number
  }
}

/** Settings that change answers, and have to be the same in every process that uses the store. */
export interface SharedSettings {
  /** Version of the rule that decides. */
  readonly semantics: number
  /** Users are the store's, whichever application makes them. */
  readonly newUserRoles: NewUserRoles
}

/** All that applications have published in a store. */
export interface Applications {
  /** Changes with every publication. */
  readonly version: string
  /** `null`: nobody has settled them yet. */
  readonly settings: SharedSettings | null
  readonly published: ReadonlyMap<string, PublishedApplication>
}

/** A change of what is published, as a whole or not at all. */
export interface Publication {
  /** The version it was made from. */
  readonly seen: string
  /** 128 random bits, as `newTag` gives them; the new version. */
  readonly tag: string
  /** What this application has now; `null` forgets it. */
  readonly application?: { readonly name: string; readonly published: PublishedApplication | null }
  /** `null` lets the next process that starts settle them. */
  readonly settings?: SharedSettings | null
  /** A line for the trail, where people act. */
  readonly audit?: AuditLine
}

/** How a publication ended. `conflict`: another came first; nothing has changed. `full`: there are 64 applications. */
export type PublicationOutcome = 'done' | 'conflict' | 'full'

/** Names of applications: 1 to 64 of `A-Z a-z 0-9 _ . -`. */
export const isApplicationName = (name: unknown): name is string =>
  typeof name === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(name)

const isIds = (ids: unknown): boolean => Array.isArray(ids) && ids.every((id) => typeof id === 'string')
const isObject = (data: unknown): data is object =>
  typeof data === 'object' && data !== null && !Array.isArray(data)
const fieldsOf = (data: unknown): ReadonlyMap<string, unknown> =>
  new Map(isObject(data) ? Object.entries(data) : [])

const areGroups = (fields: ReadonlyMap<string, unknown>): boolean =>
  isObject(fields.get('providers')) &&
  [...fieldsOf(fields.get('providers')).values()].every((syntax) => typeof syntax === 'string') &&
  typeof fields.get('maxGroupAgeMs') === 'number' &&
  typeof fields.get('groupRefreshMs') === 'number'

/** Whether data from a store is what an application publishes. */
export function isPublishedApplication(data: unknown): data is PublishedApplication {
  const fields = fieldsOf(data)
  return (
    isCatalogueDocument(fields.get('catalogue')) &&
    typeof fields.get('digest') === 'string' &&
    isIds(fields.get('anonymousRoles')) &&
    areGroups(fieldsOf(fields.get('groups')))
  )
}

/** Whether data from a store are settings. */
export function isSharedSettings(data: unknown): data is SharedSettings {
  const fields = fieldsOf(data)
  const lists = fieldsOf(fields.get('newUserRoles'))
  return (
    Number.isInteger(fields.get('semantics')) &&
    isObject(fields.get('newUserRoles')) &&
    userOrigins.every((origin) => !lists.has(origin) || isIds(lists.get(origin)))
  )
}
