import type { IdentityGroup } from '@trilatch/auth'
import { normalDn } from '@trilatch/core'
import { DirectoryError } from '../directory-error.ts'
import { keyNames, keyText } from '../entry/account-key.ts'
import type { Entry } from '../entry/entry.ts'
import type { GroupSettings } from '../options/settings.ts'
import { sidText } from './sid.ts'

/** How a group was found: by the way that the directory tells of it, and through which group. */
export interface GroupWay {
  readonly by: 'distribution' | 'memberOf' | 'primary' | 'search' | 'tokenGroups'
  /** The DN of the group that is in it, where it is not the person. */
  readonly through?: string
}

/** A group that somebody is in. */
export interface FoundGroup extends GroupWay {
  readonly dn?: string
  readonly sid?: string
  readonly uuid?: string
}

/** Attributes that name a group. */
export const namingAttributes: readonly string[] = [...keyNames, 'objectSid']

/** The most characters that all names of somebody's groups have together: the store takes no more. */
const mostCharacters = 65_536

/** The groups of an entry as they are found, each once, and no more than there may be. */
export class FoundGroups {
  readonly #settings: GroupSettings
  readonly #groups = new Map<string, FoundGroup>()

  constructor(settings: GroupSettings) {
    this.#settings = settings
  }

  /**
   * Adds a group by its DN.
   *
   * @returns Whether it was not there yet
   * @throws DirectoryError `too-large`, or `protocol` for what is no DN
   */
  add(dn: string, way: GroupWay, entry?: Entry): boolean {
    const normal = normalDn(dn)
    if (normal === undefined)
      throw new DirectoryError('protocol', 'The directory names a group by what is no DN.')
    if (this.#groups.has(normal)) return false
    this.#put(normal, { ...way, dn: normal, ...(entry === undefined ? {} : namesOf(entry)) })
    return true
  }

  /** Adds a group of which no more than the SID is known. */
  addSid(sid: string, way: GroupWay): void {
    if (!this.#groups.has(sid)) this.#put(sid, { ...way, sid })
  }

  all(): readonly FoundGroup[] {
    return [...this.#groups.values()]
  }

  /** The names that mapping rows know them by. */
  names(): readonly IdentityGroup[] {
    const names = new Set<string>()
    for (const group of this.#groups.values()) {
      const wanted = this.#settings.names.map((kind) => group[kind]).filter((name) => name !== undefined)
      // A group of another domain has no DN here, and still is one.
      if (wanted.length === 0 && group.sid !== undefined) names.add(group.sid)
      for (const name of wanted) names.add(name)
    }
    const characters = [...names].reduce((sum, name) => sum + name.length, 0)
    if (names.size > this.#settings.maxGroups || characters > mostCharacters) this.#tooMany()
    return [...names].toSorted().map((name) => ({ name }))
  }

  #put(key: string, group: FoundGroup): void {
    if (this.#groups.size >= this.#settings.maxGroups) this.#tooMany()
    this.#groups.set(key, group)
  }

  #tooMany(): never {
    throw new DirectoryError('too-large', `Somebody is in more than ${this.#settings.maxGroups} groups.`)
  }
}

/** What a group is called beside its DN, by {@link namingAttributes}. */
export function namesOf(entry: Entry): Pick<FoundGroup, 'sid' | 'uuid'> {
  const [bytes] = entry.bytes('objectSid')
  const sid = bytes && sidText(bytes)
  const uuid = keyNames.map((name) => keyText(entry, name)).find((text) => text !== undefined)
  return { ...(sid === undefined ? {} : { sid }), ...(uuid === undefined ? {} : { uuid }) }
}
