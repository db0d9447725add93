// What is saved by remembering lists: how often the rules are asked, and not how long it takes.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { definePermissions } from '../../src/index.ts'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'
import { resolveHoldings } from '../../src/decision/holdings.ts'
import { RememberedLists } from '../../src/decision/remembered-lists.ts'
import { Verdicts } from '../../src/decision/verdicts.ts'
import { grant } from '../authorizer/support.ts'

const permissions = definePermissions({ 'job.run': 'Run Job', 'job.stop': 'Stop Job' })
const policy = compilePolicy('1', [{ id: 'eu', rules: [grant('job', 'eu.*')] }], permissions)
const held = resolveHoldings(policy, [{ role: 'eu', source: 'assigned' }]).list
const [run, stop] = ['job.run', 'job.stop'].map((name) => permissions.index.get(name) as number) as [
  number,
  number,
]
const named = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${i % 2 ? 'eu' : 'hr'}.${i}`)
const granted = (items: readonly string[]): string[] => items.filter((item) => item.startsWith('eu.'))

let lists: RememberedLists
/** How often rules were asked. */
let asked: number
function counted(): Verdicts {
  const verdicts = new Verdicts(policy, held)
  const grants = verdicts.grants.bind(verdicts)
  vi.spyOn(verdicts, 'grants').mockImplementation((...question) => {
    asked++
    return grants(...question)
  })
  return verdicts
}
beforeEach(() => {
  lists = new RememberedLists(policy.names)
  asked = 0
})

describe('A list that is asked about again', () => {
  it.each([
    [31, false],
    [32, true],
    [32_768, true],
    [32_769, false],
  ])('of %i items is remembered: %s', (length, remembered) => {
    const items = named(length)
    const verdicts = counted()
    expect(lists.filter(verdicts, run, items)).toEqual(remembered ? granted(items) : undefined)
    expect(asked).toBe(remembered ? length : 0)
  })

  it.each([
    ['names', (name: string): unknown => name],
    ['things with names', (name: string): unknown => ({ name })],
  ])('asks the rules nothing, of %s', (_what, thing) => {
    const items = named(100).map(thing)
    const verdicts = counted()
    const first = lists.filter(verdicts, run, items)
    expect(asked).toBe(100)
    for (let i = 0; i < 3; i++) expect(lists.filter(verdicts, run, items)).toEqual(first)
    expect(asked).toBe(100)
  })

  it('asks about the items that are others now, for each question once', () => {
    const items = named(100)
    const verdicts = counted()
    lists.filter(verdicts, run, items)
    lists.filter(verdicts, stop, items)
    expect(asked).toBe(200)
    items[0] = 'eu.new'
    items[7] = 'hr.new'
    for (const node of [run, stop, run, stop])
      expect(lists.filter(verdicts, node, items)).toEqual(granted(items))
    expect(asked).toBe(204)
  })

  it('asks about all of it when it is longer or shorter', () => {
    const items = named(100)
    const verdicts = counted()
    lists.filter(verdicts, run, items)
    items.push('eu.new')
    expect(lists.filter(verdicts, run, items)).toEqual(granted(items))
    expect(asked).toBe(201)
    items.length = 50
    expect(lists.filter(verdicts, run, items)).toEqual(granted(items))
    expect(asked).toBe(251)
  })

  it('has 64 questions kept, and begins anew with the next one', () => {
    const items = named(32)
    const many = Array.from({ length: 128 }, counted)
    const askAll = (some: readonly Verdicts[]): number => {
      const before = asked
      for (const verdicts of some) expect(lists.filter(verdicts, run, items)).toEqual(granted(items))
      return (asked - before) / items.length
    }
    expect(askAll(many.slice(0, 64))).toBe(64)
    expect(askAll(many.slice(0, 64))).toBe(0)
    expect(askAll(many.slice(64, 65))).toBe(1)
    expect(askAll(many.slice(65))).toBe(63)
    expect(askAll(many.slice(64))).toBe(0)
    expect(askAll(many.slice(0, 1))).toBe(1)
  })

  it.each([
    [
      'asks about the list and finds another name',
      (items: { name: string }[], again: () => unknown) => {
        items[0] = { name: 'hr.0' }
        again()
      },
    ],
    ['adds to the list', (items: { name: string }[]) => void items.push({ name: 'eu.new' })],
    ['takes from the list', (items: { name: string }[]) => void items.pop()],
  ])('is given up where the code of a name %s meanwhile', (_what, meanwhile) => {
    const verdicts = counted()
    let wanted = true
    const items: { name: string }[] = Array.from({ length: 40 }, (_, i) => ({ name: `eu.${i}` }))
    items[20] = {
      get name() {
        if (wanted) {
          wanted = false
          meanwhile(items, () => lists.filter(verdicts, run, items))
        }
        return 'eu.20'
      },
    }
    expect(lists.filter(verdicts, run, items)).toBeUndefined()
    expect(lists.filter(verdicts, run, items)).toEqual(items.filter(({ name }) => name.startsWith('eu.')))
  })
})
