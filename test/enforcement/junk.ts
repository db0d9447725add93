// What an application's functions may give or throw, though no type allows it.
import { setTimeout as pause } from 'node:timers/promises'

/** A function that gives or throws something, however long it takes. */
export type Odd = () => unknown

const throwing = Object.defineProperty({}, 'name', {
  get: () => {
    throw new Error('boom')
  },
})

const cyclic: unknown[] = []
cyclic.push(cyclic)

/** What is no resource. */
export const improper: Readonly<Record<string, unknown>> = {
  undefined,
  'a number': 7,
  true: true,
  NaN: Number.NaN,
  'an array': ['finance.costs'],
  'an array of itself': cyclic,
  'an object without a name': {},
  'an object whose name is undefined': { name: undefined },
  'an object whose name is null': { name: null },
  'an object whose name is a number': { name: 7 },
  'an object whose name is an array': { name: ['finance.costs'] },
  'an object whose name throws': throwing,
  'an object that has a text': { toString: () => 'finance.costs' },
  'an object that has a number for everything': new Proxy({}, { get: () => 7 }),
  'a function': () => 'finance.costs',
  'a symbol': Symbol('finance.costs'),
  'a big number': 7n,
  'an empty text': '',
  'a folder': 'finance/',
  'a dot segment': 'a/../b',
  'a dot segment in front': './a',
  'two slashes': 'a//b',
  'a control character': 'finance.\u0000',
  'half a character': 'finance.\ud800',
  'a name that is too long': `finance.${'a'.repeat(1_024)}`,
}

/** What is no subject. */
export const noSubject: Readonly<Record<string, unknown>> = {
  'an empty object': {},
  'a text': 'ada',
  'an empty text': '',
  zero: 0,
  'a number': 7,
  true: true,
  false: false,
  'an array': [],
  'a function': () => ({ id: 'ada' }),
  'roles without an id': { roles: ['admin'] },
  'an id that is a number': { id: 7, roles: ['admin'] },
  'an id that is null': { id: null, roles: ['admin'] },
  'an id that is an array': { id: ['ada'], roles: ['admin'] },
  'an empty id': { id: '', roles: ['admin'] },
  'an id with a line break': { id: 'a\nb', roles: ['admin'] },
  'an id that is too long': { id: 'x'.repeat(513), roles: ['admin'] },
  'the id of the switch': { id: 'trilatch:off' },
  'roles that are a text': { id: 'ada', roles: 'admin' },
  'a role that is a number': { id: 'ada', roles: [7] },
  'roles that are an object': { id: 'ada', roles: { 0: 'admin' } },
  'too many roles': { id: 'ada', roles: Array.from({ length: 1_001 }, () => 'admin') },
  'a scope that is undefined': { id: 'ada', roles: [{ role: 'admin', scope: undefined }] },
}

/** What may be thrown. Frameworks read a falsy value, or words like "route", as "go on". */
export const thrown: Readonly<Record<string, unknown>> = {
  'an error': new Error('the database is on fire'),
  undefined,
  null: null,
  false: false,
  zero: 0,
  NaN: Number.NaN,
  'an empty text': '',
  '"route"': 'route',
  '"router"': 'router',
  'a symbol': Symbol('route'),
  'an object that looks like an answer': { status: 200, statusCode: 200, message: 'fine' },
  'an object without a prototype': Object.create(null),
  'an object that cannot be shown': { toString: () => ({}) },
  'a function': () => undefined,
}

/** Something that is waited for and no promise. */
export const thenable = (promise: Promise<unknown>): unknown => ({
  // oxlint-disable-next-line unicorn/no-thenable -- as query builders and database clients return them
  then: promise.then.bind(promise),
})

const gives: Readonly<Record<string, (value: unknown) => Odd>> = {
  gives: (value) => () => value,
  'later gives': (value) => async () => (await pause(1), value),
  'gives a thenable of': (value) => () => thenable(Promise.resolve(value)),
}

const fails: Readonly<Record<string, (value: unknown) => Odd>> = {
  throws: (value) => () => {
    throw value
  },
  'rejects with': (value) => () => Promise.reject(value),
  'later rejects with': (value) => async () => {
    await pause(1)
    throw value
  },
  'gives a thenable that rejects with': (value) => () => thenable(Promise.reject(value)),
}

const combine = (
  ways: Readonly<Record<string, (value: unknown) => Odd>>,
  values: Readonly<Record<string, unknown>>,
): readonly (readonly [name: string, run: Odd, value: unknown])[] =>
  Object.entries(ways).flatMap(([way, make]) =>
    Object.entries(values).map(([name, value]) => [`${way} ${name}`, make(value), value] as const),
  )

/** Functions that give one of these values, at once or later. */
export const giving = (
  values: Readonly<Record<string, unknown>>,
): readonly (readonly [name: string, run: Odd, value: unknown])[] => combine(gives, values)

/** Functions that throw something, or whose promise rejects. */
export const failing: readonly (readonly [name: string, run: Odd, value: unknown])[] = combine(fails, thrown)
