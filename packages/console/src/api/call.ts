import type { FetchContext, Manager, StoredRole, Subject } from '@trilatch/core'
import type { Settings } from '../options.ts'
import { bare } from './bare.ts'
import { recentSignIn } from './recent-sign-in.ts'
import { UserDirectory } from './user-directory.ts'

/** The word that reads go by: nothing is written under it. */
const reader = 'console'

/** One request to the API, once its caller may make it. */
export class Call {
  readonly settings: Settings
  readonly context: FetchContext
  readonly signal: AbortSignal

  constructor(settings: Settings, context: FetchContext, signal: AbortSignal) {
    this.settings = settings
    this.context = context
    this.signal = signal
  }

  /** What is there; only to be read. */
  get store(): Manager {
    return this.settings.authorizer.manage(reader)
  }

  /** All roles, ordered by id. */
  async roles(): Promise<readonly StoredRole[]> {
    return bare(await this.store.roles()).toSorted((a, b) => (a.role.id < b.role.id ? -1 : 1))
  }

  /** @throws TrilatchError `TRILATCH_ROLE_UNKNOWN` (404) */
  async role(id: string): Promise<StoredRole> {
    return bare(await this.store.role(id))
  }

  /** Writes of the caller, who gives nothing that they do not hold. */
  get writing(): Manager {
    const as = this.subject
    return this.settings.authorizer.manage(as.id, { as })
  }

  /** What would become of writes of the caller; while switched off there may be nobody to write. */
  get planning(): Manager {
    return this.context.subject === null ? this.store : this.writing
  }

  get users(): UserDirectory {
    return new UserDirectory(this.settings, this.store)
  }

  /** Who calls. A right was asked for before, so there is somebody. */
  get subject(): Subject {
    const { subject } = this.context
    if (subject === null) throw new TypeError('Nobody is signed in')
    return subject
  }

  /** @throws TrilatchError `TRILATCH_REAUTHENTICATION_REQUIRED` (403) */
  requireRecentSignIn(): void {
    recentSignIn(this.settings, this.context)
  }
}
