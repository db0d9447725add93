import type { StoreView } from '@trilatch/core'
import type { RedisStore } from '@trilatch/store-redis'

/** What a question was answered from, once it is known. */
export interface Seen {
  view?: StoreView
}

/** A store, and what passes between it and the authorizer. */
export interface WatchedStore {
  readonly store: RedisStore
  /** Has the view that is obtained meanwhile put into `seen`. */
  readonly watching: <T>(seen: Seen, obtain: () => T) => T
}

/** @param onTag Called with the tag of each write before it is sent. */
export function watchStore(store: RedisStore, onTag: (tag: string) => void): WatchedStore {
  let watcher: Seen | undefined
  return {
    store: {
      ...store,
      view: (subject) => {
        const seen = watcher
        const view = store.view(subject)
        if (seen === undefined) return view
        if (!(view instanceof Promise)) return (seen.view = view)
        return view.then((found) => (seen.view = found))
      },
      write: (change) => {
        onTag(change.tag)
        return store.write(change)
      },
    },
    // The authorizer asks its store at once, in this very turn.
    watching: (seen, obtain) => {
      watcher = seen
      try {
        return obtain()
      } finally {
        watcher = undefined
      }
    },
  }
}
