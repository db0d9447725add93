// Of several ways to the same role, which one is shown: the shortest, then the first in the order of the text.
import { expect, it } from 'vitest'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'
import { resolveHoldings } from '../../src/decision/holdings.ts'
import type { GivenRole } from '../../src/decision/holdings.ts'
import { permissions } from '../authorizer/support.ts'

const policy = compilePolicy(
  '1',
  [
    { id: 'base', rules: [] },
    { id: 'b', inherits: ['base'], rules: [] },
    { id: 'c', inherits: ['base'], rules: [] },
    { id: 'far', inherits: ['b'], rules: [] },
    { id: 'a-far', inherits: ['b'], rules: [] },
    { id: 'z', inherits: ['base'], rules: [] },
    { id: 'p', inherits: ['z'], rules: [] },
    { id: 'pa', inherits: ['c'], rules: [] },
    { id: 'round', inherits: ['round', 'base', 'turn'], rules: [] },
    { id: 'turn', inherits: ['round'], rules: [] },
  ],
  permissions,
)
const held = (...given: GivenRole[]) =>
  resolveHoldings(policy, given).list.map(({ role, scope, via, source }) => [
    role.id,
    scope?.text,
    via.join(' '),
    source,
  ])
const assigned = (role: string, scope?: string): GivenRole =>
  scope === undefined ? { role, source: 'assigned' } : { role, scope, source: 'assigned' }

const both = (given: GivenRole[], expected: unknown) => {
  expect(held(...given)).toEqual(expected)
  expect(held(...given.toReversed())).toEqual(expected)
}

it('the shortest way to a role is the one that counts', () => {
  both(
    [assigned('a-far'), assigned('c')],
    [
      ['a-far', undefined, 'a-far', 'assigned'],
      ['b', undefined, 'a-far b', 'assigned'],
      ['base', undefined, 'c base', 'assigned'],
      ['c', undefined, 'c', 'assigned'],
    ],
  )
})

it('of ways of the same length the first in the order of the text counts', () => {
  both(
    [assigned('c'), assigned('b')],
    [
      ['b', undefined, 'b', 'assigned'],
      ['base', undefined, 'b base', 'assigned'],
      ['c', undefined, 'c', 'assigned'],
    ],
  )
  both(
    [assigned('far'), assigned('a-far')],
    [
      ['a-far', undefined, 'a-far', 'assigned'],
      ['b', undefined, 'a-far b', 'assigned'],
      ['base', undefined, 'a-far b base', 'assigned'],
      ['far', undefined, 'far', 'assigned'],
    ],
  )
})

it('the order is that of one id after the other, wherever one ends', () => {
  both(
    [assigned('p'), assigned('pa')],
    [
      ['base', undefined, 'p z base', 'assigned'],
      ['c', undefined, 'pa c', 'assigned'],
      ['p', undefined, 'p', 'assigned'],
      ['pa', undefined, 'pa', 'assigned'],
      ['z', undefined, 'p z', 'assigned'],
    ],
  )
})

it('of sources the first in the order of the text counts', () => {
  both([{ role: 'base', source: 'handed-in' }, assigned('base')], [['base', undefined, 'base', 'assigned']])
})

it('a role counts once for each scope, none first', () => {
  both(
    [
      assigned('base', 'b.*'),
      assigned('base', 'a.*'),
      assigned('base'),
      assigned('base', 'A.*'),
      assigned('base', 'a.*'),
    ],
    [
      ['base', undefined, 'base', 'assigned'],
      ['base', 'A.*', 'base', 'assigned'],
      ['base', 'a.*', 'base', 'assigned'],
      ['base', 'b.*', 'base', 'assigned'],
    ],
  )
})

it('a circle ends where it began', () => {
  expect(held(assigned('round'))).toEqual([
    ['base', undefined, 'round base', 'assigned'],
    ['round', undefined, 'round', 'assigned'],
    ['turn', undefined, 'round turn', 'assigned'],
  ])
})
