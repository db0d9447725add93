// What hosts do to the objects that everybody shares: for processes of their own, which end with it.

/**
 * How a host is: `frozen`, or with a polluted Object.prototype: before Trilatch is loaded (`hidden`: with fields that
 * are not enumerable), when it is loaded, or when the authorizer exists, which is done with other values in each of
 * the four.
 */
export type Host = 'plain' | 'frozen' | 'before' | 'hidden' | 'loaded' | 'built'

/** What an attacker would like every object to say, in two variants. */
const pollution: Readonly<Record<'before' | 'after', Readonly<Record<string, unknown>>>> = {
  before: {
    state: 'granted',
    context: '*',
    scope: '*',
    roles: ['admin'],
    administrator: true,
    suspended: false,
    name: 'x',
    param: 'x',
    inherits: ['admin'],
    enabled: false,
    level: 'view',
  },
  after: {
    state: 'forbidden',
    context: 'eu.*',
    scope: 'eu.1',
    roles: ['everything'],
    administrator: true,
    name: 'eu.1',
    param: 'name',
    inherits: ['everything'],
    enabled: 0,
    level: 'edit',
    suspended: 0,
    role: 'admin',
    id: 'boss',
    rules: [{ permission: '*', state: 'granted' }],
    version: 'x',
    permission: '*',
    nameOf: () => 'eu.1',
    disclose: 'generic',
    value: 'eu.1',
    resource: 'eu.1',
    limit: 200,
    status: 'done',
  },
}

/** Freezes what is inherited by nearly everything. */
export function freeze(): void {
  for (const { prototype } of [Object, Array, Function] as const) Object.freeze(prototype as object)
}

/** Gives every object these fields; all of them when none are named. */
export function pollute(
  when: 'before' | 'after',
  {
    fields,
    enumerable = true,
  }: { readonly fields?: readonly string[] | undefined; readonly enumerable?: boolean },
): void {
  for (const [key, value] of Object.entries(pollution[when])) {
    if (fields !== undefined && !fields.includes(key)) continue
    // oxlint-disable-next-line eslint/no-extend-native
    Object.defineProperty(Object.prototype, key, { value, configurable: true, enumerable, writable: true })
  }
}
