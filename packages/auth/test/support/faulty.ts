// A store and strategies whose k-th answer, of those that are waited for, is an error.
import type { Strategy } from '@trilatch/auth'
import type { Store, Vault } from '@trilatch/core'

export interface Faults {
  /** Asks that came by. */
  asked: number
  /** Which one fails; `Infinity`: none. */
  readonly at: number
}

const failure = (): Error => new Error('the connection was lost')

function faultyMethods<T extends object>(object: T, names: readonly (keyof T)[], faults: Faults): T {
  const wrapped = names.map((name) => {
    const method = object[name] as (...args: unknown[]) => Promise<unknown>
    const run = async (...args: unknown[]): Promise<unknown> => {
      if (++faults.asked === faults.at) throw failure()
      return method.apply(object, args)
    }
    return [name, run] as const
  })
  return { ...object, ...Object.fromEntries(wrapped) }
}

/** Runs something with no fault, then with one at each place. */
export async function eachFault(run: (at: number) => Promise<Faults>): Promise<number> {
  const { asked } = await run(Infinity)
  for (let at = 1; at <= asked; at++) await run(at)
  return asked
}

/** The same strategy, each of whose calls may fail when it has done its work. */
export function faultyStrategy(strategy: Strategy, faults: Faults): Strategy {
  const failing =
    <Args extends readonly unknown[], T>(run: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      const ended = await run(...args)
      if (++faults.asked === faults.at) throw failure()
      return ended
    }
  const prepare = failing(async () => {})
  if (strategy.kind === 'redirect') {
    const { start, finish } = strategy
    return { ...strategy, prepare, start: failing(start), finish: failing(finish) }
  }
  const { authenticate, registration, passwordChange } = strategy
  return {
    ...strategy,
    prepare,
    authenticate: failing(authenticate),
    ...(registration === undefined
      ? {}
      : { registration: { ...registration, register: failing(registration.register) } }),
    ...(passwordChange === undefined
      ? {}
      : { passwordChange: { ...passwordChange, changePassword: failing(passwordChange.changePassword) } }),
  }
}

/** The same store, seen through a connection that fails once. */
export function faultyStore(store: Store, faults: Faults): Store {
  const { vault } = store
  const methods = ['get', 'put', 'replace', 'take', 'count', 'forget'] as const
  const plain = Object.fromEntries(
    methods.map((name) => [name, (vault[name] as (...args: unknown[]) => unknown).bind(vault)]),
  ) as unknown as Vault
  const faulty = faultyMethods(
    store,
    ['write', 'user', 'userByEmail', 'users', 'members', 'held', 'view', 'touchGroups'],
    faults,
  )
  return { ...faulty, vault: faultyMethods(plain, methods, faults) }
}
