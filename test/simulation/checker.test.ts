import { describe, expect, it } from 'vitest'
import { judge } from './checker.ts'
import type { CheckEvent, Found, WriteEvent } from './events.ts'

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
  judge({ writes, checks, troubles: [{ place: 'c', start: 0, end: 100 }] }, 1_000, 'initial').violations.map(
    ({ promise }) => promise,
  )

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

  it('holds a process to its own writes, and not the one that takes its place', () => {
    const asked = (process: string): CheckEvent => check(900, 'initial', { process })
    expect(found([write('a', 10, 20)], asked('w'), asked('w#1'))).toEqual(['own writes'])
    expect(found([write('a', 10, 20)], check(1_021, 'initial', { process: 'w#1' }))).toEqual(['bound'])
  })

  it('finds a removed role, and a removed user, that come back', () => {
    const removed = write('b', 30, 40, { role: { id: 'r', gone: true, granted: false } })
    expect(found([removed], check(1_040, 'initial'), check(1_041, 'none'))).toEqual([])
    expect(found([removed], check(1_041, 'initial'))).toEqual(['bound'])
    expect(found([removed], check(35, 'none'), check(50, 'initial'))).toEqual([])
    expect(found([], check(50, 'none'))).toEqual(['invented'])
    const user = { id: 's', gone: true, role: 'r', held: false }
    const away = write('c', 30, 40, { ...ofSubject, subject: user })
    const still = check(1_041, 'initial')
    expect(found([away], still)).toEqual(['bound'])
    expect(found([away], check(1_041, 'initial', { subjectTag: 'none' }))).toEqual([])
  })

  it('takes what is absent for each time that it was, whichever is true', () => {
    const gone = { role: { id: 'r', gone: true, granted: false } }
    const again = write('again', 50, 60, { role: { id: 'r', made: true, granted: false } })
    const removals = [write('b', 10, 20, gone), again, write('d', 3_000, 3_010, gone)]
    expect(found(removals, check(1_060, 'none'), check(3_005, 'none'))).toEqual([])
    expect(found(removals, check(2_000, 'none'))).toEqual(['bound'])
  })

  it('finds suspension, scopes, inheritance and mappings that are not as they were written', () => {
    const suspended = { id: 's', role: 'r', held: true, suspended: true }
    const writes = [
      write('a', 1, 2, { role: { id: 'r', granted: false, inherits: true } }),
      write('b', 3, 4, { ...ofSubject, subject: suspended }),
      write('m', 5, 6, {
        role: undefined,
        mappings: { id: '', roles: ['r'] },
      } as unknown as Partial<WriteEvent>),
    ]
    const right: Found = {
      roleTag: 'a',
      subjectTag: 'b',
      mappingsTag: 'm',
      granted: false,
      inherits: true,
      holds: new Set(['r']),
      suspended: true,
      mapped: ['r'],
    }
    const all = (wrong: Partial<Found>): readonly string[] =>
      found(writes, { ...check(10, 'a'), found: { ...right, ...wrong } })
    expect(all({})).toEqual([])
    for (const other of [
      { inherits: false },
      { suspended: false },
      { mapped: [] },
      { holds: new Set(['r@']) },
    ])
      expect(all(other)).toEqual(['invented'])
    expect(found(writes, { ...check(1_007, 'a'), found: { ...right, mappingsTag: 'initial' } })).toEqual([
      'bound',
    ])
  })

  it('lets a write that was unknown at first be lost until it is done, and no longer', () => {
    const resent = write('a', 10, 500, { resent: true })
    expect(found([resent], check(30, 'a'), check(499, 'initial'))).toEqual([])
    expect(found([resent], check(30, 'a'), check(501, 'initial'))).toEqual([])
    expect(found([resent], check(30, 'a'), check(501, 'a'), check(502, 'initial'))).toEqual(['old came back'])
    expect(found([write('a', 10, 500)], check(30, 'a'), check(499, 'initial'))).toEqual(['old came back'])
  })

  it('accepts no answer only where something was wrong', () => {
    expect(found([], check(2_100, 'a', { found: undefined }))).toEqual([])
    expect(found([], check(2_101, 'a', { found: undefined }))).toEqual(['closed without need'])
  })
})
