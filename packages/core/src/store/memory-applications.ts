import { maxApplications } from './applications.ts'
import type { Applications, Publication, PublicationOutcome } from './applications.ts'

/** What applications publish in a memory store. */
export class MemoryApplications {
  #now: Applications

  constructor(version: string) {
    this.#now = Object.freeze({ version, settings: null, published: new Map() })
  }

  get now(): Applications {
    return this.#now
  }

  publish({ seen, tag, application, settings }: Publication): PublicationOutcome {
    if (seen !== this.#now.version) return 'conflict'
    const published = new Map(this.#now.published)
    if (application?.published === null) published.delete(application.name)
    else if (application !== undefined) published.set(application.name, application.published)
    if (published.size > Math.max(maxApplications, this.#now.published.size)) return 'full'
    this.#now = Object.freeze({
      version: tag,
      settings: settings === undefined ? this.#now.settings : settings,
      published,
    })
    return 'done'
  }
}
