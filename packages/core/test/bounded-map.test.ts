import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BoundedMap } from '../src/bounded-map.ts'

describe('BoundedMap', () => {
  it('gives what was set last, and nothing for what never was', () => {
    const map = new BoundedMap<string, number>(2)
    map.set('a', 1)
    map.set('a', 2)
    expect([map.get('a'), map.get('b'), map.get('__proto__')]).toEqual([2, undefined, undefined])
  })

  it('forgets what was not used for twice its size', () => {
    const map = new BoundedMap<number, number>(3)
    for (let i = 0; i < 7; i++) map.set(i, i)
    expect([map.get(0), map.get(6)]).toEqual([undefined, 6])
  })

  it('keeps what is read again and again', () => {
    const map = new BoundedMap<number, number>(3)
    map.set(-1, 1)
    for (let i = 0; i < 100; i++) {
      map.set(i, i)
      expect(map.get(-1)).toBe(1)
    }
  })

  it('lists each entry once, with its newest value', () => {
    const map = new BoundedMap<string, number>(2)
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['a', 4],
    ] as const)
      map.set(key, value)
    expect([...map.values()].toSorted((a, b) => a - b)).toEqual([2, 3, 4])
  })

  it('is empty after clear', () => {
    const map = new BoundedMap<string, number>(1)
    map.set('a', 1)
    map.set('b', 2)
    map.clear()
    expect([map.size, map.get('a'), map.get('b'), [...map.values()]]).toEqual([0, undefined, undefined, []])
  })

  it('never holds more than twice its size, never a wrong value, and always those used most recently', () => {
    const step = fc.record({ set: fc.boolean(), key: fc.nat(12) })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 80 }), (size, steps) => {
        const map = new BoundedMap<number, number>(size)
        const truth = new Map<number, number>()
        let recent: number[] = []
        for (const [i, { set, key }] of steps.entries()) {
          const kept = recent.slice(0, size).includes(key)
          if (set) {
            map.set(key, i)
            truth.set(key, i)
          } else {
            const found = map.get(key)
            if (found !== undefined) expect(found).toBe(truth.get(key))
            if (kept) expect(found).toBe(truth.get(key))
            if (found === undefined) continue
          }
          recent = [key, ...recent.filter((other) => other !== key)]
          expect(map.size).toBeLessThanOrEqual(2 * size)
        }
      }),
    )
  })
})
