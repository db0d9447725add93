import { expect, it } from 'vitest'
import { compareText } from '../src/compare-text.ts'

it.each([
  ['a', 'b', -1],
  ['b', 'a', 1],
  ['a', 'a', 0],
  ['', 'a', -1],
  ['B', 'a', -1],
  ['z', 'ä', -1],
])('%j against %j is %i: code units are compared, and no locale', (a, b, order) => {
  expect(compareText(a, b)).toBe(order)
})
