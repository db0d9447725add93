// Everything that changes what a store holds by a script of its own, beside the changes of `write`.
import { createAuthorizer, definePermissions, forgetApplication, forgetSettings } from '@trilatch/core'
import type { RedisStore } from '@trilatch/store-redis'
import { publishScript } from '../../src/scripts/applications.ts'
import type { Script } from '../../src/scripts/script.ts'
import { touchScript } from '../../src/scripts/touch.ts'
import { countScript, forgetScript, putScript, replaceScript, takeScript } from '../../src/scripts/vault.ts'
import { write } from './content.ts'

/** One of them. It fails, or says how it ended. */
export interface Act {
  readonly script: Script
  /** What the script is told first. */
  readonly word: 'publishing' | 'writing' | 'keeping'
  /** What has to be there before. */
  prepare(store: RedisStore): Promise<unknown>
  act(store: RedisStore): Promise<unknown>
}

const place = { kind: 'note', key: 'a' }
const minute = { ttlMs: 60_000 }
const nothing = async (): Promise<void> => {}
const permissions = definePermissions({ 'job.run': 'Run Job' })
const publish = (store: RedisStore): Promise<void> =>
  createAuthorizer({ permissions, store, application: 'shop' }).ready()
const put = (store: RedisStore): Promise<void> => store.vault.put({ ...place, value: 'kept', ...minute })
const count = (store: RedisStore) => store.vault.count(place, 1, { ...minute, restart: true })

export const acts: Readonly<Record<string, Act>> = {
  'to publish an application, and settle the settings': {
    script: publishScript,
    word: 'publishing',
    prepare: nothing,
    act: publish,
  },
  'to forget an application': {
    script: publishScript,
    word: 'publishing',
    prepare: publish,
    act: (store) => forgetApplication(store, 'shop', 'somebody'),
  },
  'to forget the settings': {
    script: publishScript,
    word: 'publishing',
    prepare: publish,
    act: (store) => forgetSettings(store, 'somebody'),
  },
  'to count groups as confirmed': {
    script: touchScript,
    word: 'writing',
    prepare: (store) =>
      write(store, { kind: 'put-groups', subject: 'ann', provider: 'ldap', groups: [{ name: 'ops' }] }),
    act: async (store) => {
      const { version = '' } = (await store.view('ann')).subject ?? {}
      return store.touchGroups({ subject: 'ann', provider: 'ldap', version })
    },
  },
  'to keep a value': { script: putScript, word: 'keeping', prepare: nothing, act: put },
  'to replace a value': {
    script: replaceScript,
    word: 'keeping',
    prepare: put,
    act: async (store) => {
      const seen = await store.vault.get(place)
      return seen !== null && store.vault.replace({ ...place, value: 'newer' }, seen)
    },
  },
  'to take a value': {
    script: takeScript,
    word: 'keeping',
    prepare: put,
    act: (store) => store.vault.take(place),
  },
  'to begin a count': { script: countScript, word: 'keeping', prepare: nothing, act: count },
  'to count further, and begin the span anew': {
    script: countScript,
    word: 'keeping',
    prepare: count,
    act: count,
  },
  'to forget a count': {
    script: forgetScript,
    word: 'keeping',
    prepare: count,
    act: (store) => store.vault.forget(place),
  },
}
