import { TrilatchError } from '@trilatch/core'
import type { Manager } from '@trilatch/core'
import type { Settings } from '../options.ts'
import { askPort } from './ask-port.ts'
import { bare } from './bare.ts'
import { isSubjectId } from './subject-id.ts'
import type { ListedUser, ListedUserQuery } from '../ports/user-port.ts'

/** A user as the API shows one; `version` is `null` where the application keeps its users itself. */
export interface ShownUser extends ListedUser {
  readonly suspended: boolean
  readonly createdAt?: string
  readonly version: string | null
}

/** The users, wherever they are kept. */
export class UserDirectory {
  readonly #port: Settings['users']
  readonly #store: Manager

  constructor(settings: Settings, store: Manager) {
    this.#port = settings.users
    this.#store = store
  }

  async list(query: ListedUserQuery): Promise<{ items: readonly ShownUser[]; next?: string }> {
    if (this.#port === undefined) {
      const { items, next } = bare(await this.#store.users(query))
      const shown = items.map(({ user, version }) => ({ ...user, version }))
      return next === undefined ? { items: shown } : { items: shown, next }
    }
    const port = this.#port
    return askPort('users', port, async () => {
      const { items, next } = await port.list(query)
      const shown = items.slice(0, query.limit).map(fromPort)
      return next === undefined ? { items: shown } : { items: shown, next }
    })
  }

  /** `null` where there is none. */
  async find(id: string): Promise<ShownUser | null> {
    if (!isSubjectId(id)) return null
    const port = this.#port
    if (port !== undefined)
      return askPort('users', port, async () => {
        const found = await port.find(id)
        return found === null ? null : fromPort(found)
      })
    try {
      const { user, version } = bare(await this.#store.user(id))
      return { ...user, version }
    } catch (error) {
      if (error instanceof TrilatchError && error.code === 'TRILATCH_USER_UNKNOWN') return null
      throw error
    }
  }

  /** @throws TrilatchError `TRILATCH_USER_UNKNOWN` (404) */
  async get(id: string): Promise<ShownUser> {
    const found = await this.find(id)
    if (found === null)
      throw new TrilatchError('TRILATCH_USER_UNKNOWN', `There is no user ${JSON.stringify(id)}`, {
        status: 404,
      })
    return found
  }

  /** Users that the application keeps are its own to write. @throws TrilatchError `TRILATCH_NOT_FOUND` (404) */
  checkOwn(): void {
    if (this.#port === undefined) return
    const message = 'The application keeps its users itself: they are created and changed there.'
    throw new TrilatchError('TRILATCH_NOT_FOUND', message, { status: 404 })
  }
}

function fromPort({ id, email, title, suspended = false }: ListedUser): ShownUser {
  return {
    id,
    ...(email === undefined ? {} : { email }),
    ...(title === undefined ? {} : { title }),
    suspended,
    version: null,
  }
}
