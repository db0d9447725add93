import { orderKey } from './order-key.ts'

/** The version of the layout below; part of every key, so that versions never read each other's values. */
export const schemaVersion = '2'

/**
 * The layout of a namespace, drawn in one place. All keys carry the namespace in braces, so that a Cluster keeps them
 * in one slot, and one script can touch them all.
 *
 * | key                        | type   | holds                                                                        |
 * | -------------------------- | ------ | ---------------------------------------------------------------------------- |
 * | `{ns}:2:meta`              | hash   | `schema`, `store` (random id), `seal` (of the HMAC key), `trail` (number, key and hash of its last entry), `accepted`, `replaced:<id>` |
 * | `{ns}:2:alarm`             | string | why everything answers 503; absent while all is well                         |
 * | `{ns}:2:log`               | stream | one entry for each write; trimmed to about 10,000                            |
 * | `{ns}:2:tags`              | zset   | tags of the last 10,000 writes: what has been done already                   |
 * | `{ns}:2:audit`             | stream | the audit trail; the id of an entry is its number, `v` its text, `h` its hash                   |
 * | `{ns}:2:policy`            | hash   | `version`, `mappings`, `administrators` (ids of administrator roles), `position` (in the log, of what made it), `settings` that all processes share, `applications` (version of what follows) |
 * | `{ns}:2:catalogue`         | hash   | the catalogue of each application that shares the store                      |
 * | `{ns}:2:roles`             | hash   | one document for each role                                                   |
 * | `{ns}:2:role-ids`          | zset   | their ids in order, for pages                                                |
 * | `{ns}:2:subject:<id>`      | string | the record that decisions depend on                                          |
 * | `{ns}:2:members:<role>`    | zset   | who holds the role without a scope, in order                                 |
 * | `{ns}:2:scoped:<role>`     | set    | who holds it with one                                                        |
 * | `{ns}:2:member-tags`       | hash   | the version of each list of members                                          |
 * | `{ns}:2:admins`            | set    | unsuspended subjects that hold an administrator role                         |
 * | `{ns}:2:user:<id>`         | string | a user                                                                       |
 * | `{ns}:2:user-ids`          | zset   | their ids in order, for pages                                                |
 * | `{ns}:2:user-texts`        | zset   | what users are searched by, and whose it is, in order                        |
 * | `{ns}:2:emails`            | hash   | normal form of an address → id of its user                                   |
 * | `{ns}:2:bundle:<digest>`   | string | the answers for one set of roles at one position; expires by itself          |
 * | `{ns}:2:entry-<kind>:<key>` | string | what sign-in keeps; most expire by themselves                             |
 * | `{ns}:2:count-<kind>:<key>` | string | a count; expires by itself                                                  |
 * | `{ns}:2:proc:<id>`         | string | heartbeat of a process, with the position it has reached; expires by itself  |
 *
 * No kind contains a colon and an id is always the last part, so no two things share a key.
 */
export class Keys {
  readonly #prefix: string
  readonly meta: string
  readonly alarm: string
  readonly log: string
  readonly tags: string
  readonly audit: string
  readonly policy: string
  readonly catalogue: string
  readonly roles: string
  readonly roleIds: string
  readonly memberTags: string
  readonly admins: string
  readonly userIds: string
  readonly userTexts: string
  readonly emails: string
  /** Of this process. */
  readonly proc: string

  constructor(namespace: string, processId: string) {
    this.#prefix = `{${namespace}}:${schemaVersion}:`
    this.meta = this.#of('meta')
    this.alarm = this.#of('alarm')
    this.log = this.#of('log')
    this.tags = this.#of('tags')
    this.audit = this.#of('audit')
    this.policy = this.#of('policy')
    this.catalogue = this.#of('catalogue')
    this.roles = this.#of('roles')
    this.roleIds = this.#of('role-ids')
    this.memberTags = this.#of('member-tags')
    this.admins = this.#of('admins')
    this.userIds = this.#of('user-ids')
    this.userTexts = this.#of('user-texts')
    this.emails = this.#of('emails')
    this.proc = this.#of(`proc:${processId}`)
  }

  bundle(key: string): string {
    return this.#of(`bundle:${key}`)
  }

  subject(id: string): string {
    return this.#of(`subject:${wellFormed(id)}`)
  }

  user(id: string): string {
    return this.#of(`user:${wellFormed(id)}`)
  }

  members(role: string): string {
    return this.#of(`members:${wellFormed(role)}`)
  }

  scoped(role: string): string {
    return this.#of(`scoped:${wellFormed(role)}`)
  }

  /** @param id Kind and key with a colon between, as `entryId` of core gives it. */
  entry(id: string): string {
    return this.#of(`entry-${wellFormed(id)}`)
  }

  /** @param id As of an entry. */
  count(id: string): string {
    return this.#of(`count-${wellFormed(id)}`)
  }

  #of(rest: string): string {
    return this.#prefix + rest
  }
}

/** Text that arrives in Redis as it is; a lone surrogate would become another character, and two ids one key. */
export function wellFormed(id: string): string {
  if (!id.isWellFormed()) throw new TypeError('An id must be well-formed Unicode')
  return id
}

/** An id as a member of an ordered index. */
export const indexed = (id: string): string => orderKey(wellFormed(id))
