import { describe, expect, it } from 'vitest'
import { tellApart } from '../../src/giving/characters.ts'
import type { Range } from '../../src/giving/characters.ts'

const toldApart = (...ranges: readonly Range[]): string => String.fromCodePoint(...tellApart(ranges))
const rangeOf = (low: string, high = low): Range => [
  low.codePointAt(0) as number,
  high.codePointAt(0) as number,
]

describe('Characters that patterns tell apart', () => {
  it.each([
    ['of no pattern are any character, the dot and the slash', [], 'a./'],
    ['are a member of a range and one beside it', [rangeOf('a', 'f')], 'ag./'],
    ['are told by every combination of ranges', [rangeOf('a', 'f'), rangeOf('d', 'k')], 'adgl./'],
    ['are each told once, whatever stretches they stand in', [rangeOf('b'), rangeOf('d')], 'abd./'],
    ['are the most readable of their kind', [rangeOf(' ', '~')], 'a./\u{a0}'],
    ['begin with letters, then digits', [rangeOf('Z'), rangeOf('7'), rangeOf('!')], 'a7Z!./'],
    [
      'that cannot be read are the first of their kind, in their order',
      [rangeOf('一'), rangeOf('!', '~'), rangeOf('丁')],
      'a ./一丁',
    ],
    ['are told up to the last one there is', [rangeOf('\u{10ffff}')], 'a./\u{10ffff}'],
    ['end with the last one there is', [rangeOf(' ', '\u{10ffff}')], 'a./'],
  ])('%s', (_what, ranges, expected) => {
    expect(toldApart(...ranges)).toBe(expected)
  })

  it.each([
    ['a control character', [0x10, 0x20], 0x20],
    ['one of the second set of them', [0x90, 0xa0], 0xa0],
    ['half of a pair', [0xd900, 0xe000], 0xe000],
  ] as const)('are never %s', (_what, range, expected) => {
    expect(tellApart([range])).toEqual(expect.arrayContaining([expected]))
    expect(tellApart([range])).toHaveLength(4)
    expect(tellApart([[range[0], expected - 1]])).toHaveLength(3)
  })
})
