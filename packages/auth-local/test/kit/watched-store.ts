import type { Store, Vault } from '@trilatch/core'

/** A store that notes what it is asked, or does something else first. */
export function watchedStore(store: Store, before: (call: string) => void | Promise<void>): Store {
  const watch = <T extends object>(target: T, prefix: string): T =>
    new Proxy(target, {
      get: (_target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (name === 'vault') return watch(value as Vault, 'vault.')
        if (typeof value !== 'function') return value
        return (...args: readonly unknown[]): unknown => {
          const call = (): unknown => Reflect.apply(value, target, args)
          // These are synchronous where nothing has to be fetched, or are nobody's question.
          if (name === 'close' || name === 'health' || name === 'ready') return call()
          const waited = before(`${prefix}${String(name)}`)
          return waited === undefined ? call() : waited.then(call)
        }
      },
    })
  return watch(store, '')
}

/** A store that notes what it is asked. Views are left out: what a process holds already is not asked again. */
export function countedStore(store: Store, calls: string[]): Store {
  return watchedStore(store, (call) => {
    if (call !== 'view') calls.push(call)
  })
}
