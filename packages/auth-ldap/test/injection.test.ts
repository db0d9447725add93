import { describe, expect, it } from 'vitest'
import { normalDn } from '@trilatch/core'
import { suffix } from '../../../test/services/slapd-config.ts'
import { readSent } from './kit/ber-tree.ts'
import type { Sent, Tree } from './kit/ber-tree.ts'
import { hostileNames } from './kit/corpus.ts'
import { password } from './kit/people.ts'
import { ending, enter } from './kit/place.ts'
import { relayed } from './kit/relayed.ts'

const place = relayed()

/** All that was sent since a moment. */
function sentSince(connections: number): readonly Sent[] {
  return place.relay.connections.slice(connections).flatMap(({ sent }) => sent.map(readSent))
}

/** A filter as a tree whose compared texts stand out. */
const shape = ({ tag, parts, value }: Tree): unknown => [tag, parts?.map(shape) ?? value?.toString()]

describe('T101: a name in a filter', () => {
  it('is one value of one comparison, whatever it holds: 500 names, and the filters that were sent', async () => {
    const searchFilter = '(&(objectClass=person)(|(uid={{username}})(mail={{username}})))'
    const strategy = place.through({ searchFilter })
    const equality = (attribute: string, value: string) => [
      0xa3,
      [
        [4, attribute],
        [4, value],
      ],
    ]
    const expected = (name: string) => [
      0xa0,
      [equality('objectClass', 'person'), [0xa1, [equality('uid', name), equality('mail', name)]]],
    ]
    expect(ending(await enter(strategy, 'alice', password))).toBe('success')
    const names = hostileNames()
    expect(names.length).toBe(500)
    for (const name of names)
      expect([name, ending(await enter(strategy, name, password))]).toEqual([name, 'credentials'])
    const filters = sentSince(0).flatMap(({ filter }) => (filter === undefined ? [] : [shape(filter)]))
    // Behind the first sign-in's own searches.
    expect(filters.slice(-500)).toEqual(names.map((name) => expected(name.trim())))
  })
})

describe('T102: a name in a DN', () => {
  it('is one value of the first part, whatever it holds: 500 names, and the names that were bound with', async () => {
    const userDN = `uid={{username}},ou=people,${suffix}`
    const strategy = place.through({ userDN })
    expect(ending(await enter(strategy, 'alice', password))).toBe('success')
    for (const name of hostileNames()) {
      const before = place.relay.connections.length
      expect([name, ending(await enter(strategy, name, password))]).toEqual([name, 'credentials'])
      const [bind, ...more] = sentSince(before).filter(({ operation }) => operation === 'bind')
      expect(more).toEqual([])
      const escaped = [...Buffer.from(name.trim())].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`)
      expect(normalDn(bind?.dn ?? '')).toBe(normalDn(`uid=${escaped.join('')},ou=people,${suffix}`))
    }
  })
})
