import { describe, expect, it } from 'vitest'
import { judge } from './checker.ts'
import type { CheckEvent, WriteEvent } from './events.ts'

const write = (tag: string, start: number, end: number, rest: Partial<WriteEvent> = {}): WriteEvent => ({
  process: 'w',
  tag,
  start,
  end,
  outcome: 'done',
  role: { id: 'r', granted: false },
  ...rest,
})
const ofSubject = {
  role: undefined,
  subject: { id: 's', role: 'r', held: false },
} as unknown as Partial<WriteEvent>

const check = (
  start: number,
  roleTag: string,
  rest: Partial<CheckEvent> & { subjectTag?: string } = {},
): CheckEvent => ({
  process: 'c',
  role: 'r',
  subject: 's',
  start,
  end: start,
  found: {
    roleTag,
    subjectTag: rest.subjectTag ?? 'initial',
    granted: roleTag === 'initial',
    holds: new Set(rest.subjectTag === undefined ? ['r'] : []),
  },
  ...rest,
})

const found = (writes: readonly WriteEvent[], ...checks: readonly CheckEvent[]): readonly string[] =>
  judge(
    { writes, checks, troubles: [{ process: 'c', start: 0, end: 100 }] },
    1_000,
    'initial',
  ).violations.map(({ promise }) => promise)

describe('the checker', () => {
  it('accepts what is as old as the bound, and no older', () => {
    expect(found([write('a', 10, 20)], check(1_020, 'initial'))).toEqual([])
    expect(found([write('a', 10, 20)], check(1_021, 'initial'))).toEqual(['bound'])
  })

  it('accepts nothing old from the process that wrote', () => {
    expect(found([write('a', 10, 20)], check(20, 'initial', { process: 'w' }))).toEqual([])
    expect(found([write('a', 10, 20)], check(21, 'initial', { process: 'w' }))).toEqual(['own writes'])
  })

  it('does not hold a process to a write that is unknown, and lets it be seen', () => {
    const unknown = write('a', 10, 20, { outcome: 'unknown' })
    expect(found([unknown], check(5_000, 'initial'), check(5_001, 'a'))).toEqual([])
  })

  it('finds what nobody has written, or has not written so', () => {
    expect(found([], check(10, 'b'))).toEqual(['invented'])
    expect(found([write('a', 1, 2, { outcome: 'refused' })], check(10, 'a'))).toEqual(['invented'])
    const otherwise = write('a', 1, 2, { role: { id: 'r', granted: true } })
    expect(found([otherwise], check(10, 'a'))).toEqual(['invented'])
  })

  it('finds parts that were never true together', () => {
    const writes = [write('a', 10, 20), write('b', 30, 40, ofSubject)]
    expect(found(writes, check(50, 'a', { subjectTag: 'b' }))).toEqual([])
    expect(found(writes, check(50, 'initial', { subjectTag: 'b' }))).toEqual(['mixture'])
  })

  it('finds an old one that comes back within the bound', () => {
    expect(found([write('a', 10, 20)], check(30, 'a'), check(31, 'initial'))).toEqual(['old came back'])
  })

  it('accepts no answer only where something was wrong', () => {
    expect(found([], check(2_100, 'a', { found: undefined }))).toEqual([])
    expect(found([], check(2_101, 'a', { found: undefined }))).toEqual(['closed without need'])
  })
})
