import type { Store, Vault } from '@trilatch/core'

/**
 * A store that notes what it is asked, or fails.
 *
 * @param note Called with the name of each call; what it rejects with, the call rejects with.
 * @param when `after`: the call is carried out all the same, and its reply is lost.
 */
export function watchedStore(
  store: Store,
  note: (call: string) => void | Promise<void>,
  when: 'before' | 'after' = 'before',
): Store {
  const watch = <T extends object>(target: T, prefix: string): T =>
    new Proxy(target, {
      get: (_target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (name === 'vault') return watch(value as Vault, 'vault.')
        // These are nobody's question.
        if (typeof value !== 'function' || name === 'close' || name === 'health' || name === 'ready')
          return value
        return (...args: readonly unknown[]): unknown => {
          const call = (): unknown => Reflect.apply(value, target, args)
          const noted = note(`${prefix}${String(name)}`)
          if (noted === undefined) return call()
          return when === 'before' ? noted.then(call) : Promise.all([call(), noted]).then(([reply]) => reply)
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
