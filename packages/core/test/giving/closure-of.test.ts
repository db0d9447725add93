import { expect, it } from 'vitest'
import { closureOf } from '../../src/giving/closure-of.ts'

const roles = new Map(
  Object.entries({ a: ['b', 'gone'], b: ['c', 'a'], c: [], d: ['a'], e: undefined }).map(([id, inherits]) => [
    id,
    { id, rules: [], ...(inherits === undefined ? {} : { inherits }) },
  ]),
)
const closure = (...ids: readonly string[]): readonly string[] =>
  closureOf(
    roles,
    ids.map((role) => ({ role, source: 'assigned' })),
  ).map(({ id }) => id)

it.each([
  ['nothing is given with nothing', [], []],
  ['a role is given with all it inherits, round a circle too', ['a'], ['a', 'b', 'c']],
  ['a role that inherits nothing is given alone', ['e', 'c'], ['e', 'c']],
  ['roles that inherit alike are given once', ['d', 'b'], ['d', 'a', 'b', 'c']],
  ['a role that is not there is not given', ['gone'], []],
])('%s', (_what, ids, expected) => {
  expect(closure(...ids)).toEqual(expected)
})
