import { isPublishedApplication, isSharedSettings, maxApplications } from '@trilatch/core'
import type {
  Applications,
  Publication,
  PublicationOutcome,
  PublishedApplication,
  Store,
} from '@trilatch/core'
import { longMs } from './connection.ts'
import type { Connection } from './connection.ts'
import { frozen } from './documents.ts'
import { garbled } from './garbled.ts'
import { pairs } from './pairs.ts'
import type { Seal } from './seal.ts'
import { applicationsScript, publishScript } from './scripts/applications.ts'
import { list, run } from './scripts/script.ts'
import { keepEntry } from './trail-end.ts'
import type { KeptArguments } from './trail-end.ts'
import { storeAlarm, storeMissing, storeUnsuitable } from './trouble.ts'

/** What the applications that share a store publish in it: not on the way of a decision, each call asks Redis. */
export type Registry = Pick<Store, 'applications' | 'publish'>

/** Reads what Redis has of it: version, settings, and names and texts in turn. @throws GarbledError */
export function readApplications(
  seal: Seal,
  [version, shared, entries]: readonly [unknown, unknown, unknown],
): Applications {
  const published = new Map(
    pairs(entries).map(([name, text]): [string, PublishedApplication] => {
      const { data } = seal.open('catalogue', name, text)
      if (!isPublishedApplication(data)) throw garbled(`the catalogue of ${JSON.stringify(name)}`)
      return [name, frozen(data)]
    }),
  )
  if (typeof shared !== 'string') return { version: String(version), settings: null, published }
  const { data } = seal.open('settings', '', shared)
  if (!isSharedSettings(data)) throw garbled('the settings')
  return { version: String(version), settings: frozen(data), published }
}

/** @param store The store that this process has pinned; `undefined` for whichever it is. */
export function createRegistry(connection: Connection, store: () => string | undefined): Registry {
  const { redis, keys, seal, settings } = connection
  const checked = (reply: unknown, what: string): readonly unknown[] => {
    const [status, ...rest] = list(reply, what)
    if (status === 'alarm') throw storeAlarm(String(rest[0]))
    if (status === 'none') throw storeMissing(settings.namespace)
    if (status === 'denied') throw storeUnsuitable(`the user of this connection may not ${String(rest[0])}`)
    if (status === 'other') throw storeUnsuitable('another store stands in its place')
    return [status, ...rest]
  }

  async function applications(): Promise<Applications> {
    const { reply } = await run(redis, applicationsScript, {
      keys: [keys.meta, keys.alarm, keys.policy, keys.catalogue, keys.proc],
      args: ['reading', store() ?? ''],
      timeoutMs: longMs,
    })
    const [, version, shared, entries] = checked(reply, 'what applications have published')
    return readApplications(seal, [version, shared, entries])
  }

  async function publish(publication: Publication): Promise<PublicationOutcome> {
    const { seen, tag, application, settings: shared, audit } = publication
    const [name, published] = [application?.name, application?.published]
    const text =
      name === undefined || published == null ? false : seal.seal('catalogue', name, tag, published)
    const settled = shared == null ? shared !== null : seal.seal('settings', '', tag, shared)
    const plan = (entry: KeptArguments | false): string =>
      JSON.stringify({
        store: store() ?? '',
        seen,
        tag,
        most: maxApplications,
        name: name ?? false,
        text,
        settings: settled,
        audit: entry,
      })
    const send = async (entry: KeptArguments | false): Promise<readonly unknown[]> => {
      const { reply } = await run(redis, publishScript, {
        keys: [keys.meta, keys.alarm, keys.policy, keys.catalogue, keys.audit, keys.proc],
        args: ['publishing', plan(entry)],
        timeoutMs: longMs,
      })
      return checked(reply, 'a publication')
    }
    const end = { head: '', store: store() ?? '' }
    const [status, , why] = await (audit === undefined
      ? send(false)
      : keepEntry(connection, tag, audit, end, send))
    if (status === 'done' || status === 'conflict' || status === 'full') return status
    if (status === 'refused') throw storeUnsuitable(String(why))
    // Nothing was published: it may be tried again, from what is there then.
    if (status === 'busy') return 'conflict'
    throw garbled('the end of a publication')
  }

  return { applications, publish }
}
