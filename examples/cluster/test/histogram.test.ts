import { expect, it } from 'vitest'
import { histogram } from '../src/histogram.ts'

it('rows hold the times up to their end, from the first to the last that has any', () => {
  expect(histogram([-0.5, 0, 1.5, 2, 2.1, 9, 9.9, 9, 9])).toEqual([
    `     at once  ${'█'.repeat(20)} 2`,
    '     to 1 ms  0',
    `     to 2 ms  ${'█'.repeat(20)} 2`,
    `     to 5 ms  ${'█'.repeat(10)} 1`,
    `    to 10 ms  ${'█'.repeat(40)} 4`,
  ])
})

it('what is slower than the bound has a row of its own', () => {
  expect(histogram([1_001])).toEqual([`over 1000 ms  ${'█'.repeat(40)} 1`])
})
