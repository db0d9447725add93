// What is remembered of names: which of them, how many, and for how long a place is good.
import { describe, expect, it } from 'vitest'
import { ContextIndex } from '../../src/context/context-index.ts'
import { improperName, NameTable } from '../../src/context/name-table.ts'
import { SeenNames } from '../../src/context/seen-names.ts'

/** A table over three contexts, and what the record at a place says. */
function tableOf(seen?: SeenNames) {
  const index = new ContextIndex()
  const [eu, us, both] = ['eu.*', 'us.*', '*.1'].map((text) => index.idOf(text)) as [number, number, number]
  const names = new NameTable(index, seen)
  const record = (place: number): number[] => {
    const count = names.records[place] as number
    return Array.from(names.records.subarray(place + 1, place + 1 + count)).toSorted((a, b) => a - b)
  }
  return { names, eu, us, both, record }
}

describe('The table of names', () => {
  it('has the numbers of the contexts that match a name, the first time and later', () => {
    const { names, eu, us, both, record } = tableOf()
    // Where no record can begin.
    expect(improperName).toBe(-1)
    for (let time = 1; time <= 3; time++) {
      expect(record(names.find('eu.1'))).toEqual([eu, both])
      expect(record(names.find('us.2'))).toEqual([us])
      expect(record(names.find('other'))).toEqual([])
      expect(names.find('a//b')).toBe(improperName)
    }
  })

  it('keeps no name that came once: the next takes its place', () => {
    const { names, us, record } = tableOf()
    const places = Array.from({ length: 1_000 }, (_, i) => names.find(`eu.${i}`))
    expect(new Set(places)).toEqual(new Set([0]))
    const place = names.find('us.7')
    expect(place).toBe(0)
    expect(record(place)).toEqual([us])
  })

  it('keeps a name that came again, whatever comes later', () => {
    const { names, eu, both, record } = tableOf()
    names.find('eu.1')
    const kept = names.find('eu.1')
    for (let i = 0; i < 5_000; i++) names.find(`us.${i}`)
    expect(names.find('eu.1')).toBe(kept)
    expect(record(kept)).toEqual([eu, both])
  })

  it('follows another: names seen by that one are kept the first time', () => {
    const seen = new SeenNames()
    tableOf(seen).names.find('eu.1')
    const { names } = tableOf(seen)
    const kept = names.find('eu.1')
    expect(names.find('us.1')).not.toBe(kept)
    expect(names.find('eu.1')).toBe(kept)
  })

  it('begins anew after 65,536 names that came again, and after 4 million characters', () => {
    /** How many names there were before, or one too many. */
    const begins = (width: number, expected: number): number => {
      const names = new NameTable(new ContextIndex())
      const twice = (name: string): number => {
        names.find(name)
        return names.find(name)
      }
      twice('first'.padStart(width, 'x'))
      // The first name of a table stands at its beginning.
      let count = 1
      while (count <= expected && twice(String(count).padStart(width, 'x')) !== 0) count++
      return count
    }
    expect(begins(5, 65_536)).toBe(65_536)
    expect(begins(1_000, 4_000)).toBe(4_000)
    expect(begins(1_024, 3_907)).toBe(3_907)
  })
})

describe('Names seen', () => {
  it('are new once', () => {
    const seen = new SeenNames()
    const names = ['eu.1', 'eu.2', 'x'.repeat(1_024), 'é', '\u{1f600}']
    expect(names.map((name) => seen.sees(name))).toEqual(names.map(() => false))
    expect(names.map((name) => seen.sees(name))).toEqual(names.map(() => true))
  })

  it('are told apart, but for a few in a hundred thousand', () => {
    const seen = new SeenNames()
    let mistaken = 0
    for (let i = 0; i < 100_000; i++) if (seen.sees(`team${i % 100}.item${i}`)) mistaken++
    expect(mistaken).toBeLessThan(5)
  })

  it('are forgotten when others take their slots, of which there are 65,536', () => {
    const seen = new SeenNames()
    const names = Array.from({ length: 65_536 }, (_, i) => `team${i % 100}.item${i}`)
    for (const name of names) seen.sees(name)
    const left = names.filter((name) => seen.sees(name)).length
    // As many slots as names, and chance: 1 - 1/e of them are taken.
    expect(left / names.length).toBeGreaterThan(0.2)
    expect(left / names.length).toBeLessThan(0.8)
  })
})
