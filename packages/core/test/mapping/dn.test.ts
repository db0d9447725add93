import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MappingTable } from '../../src/mapping/mapping-table.ts'
import { normalDn } from '../../src/mapping/dn.ts'

describe('A distinguished name', () => {
  it.each([
    ["CN=O'Brien (Ops)\\2C Pat , OU = People,dc=X", "cn=o'brien (ops)\\, pat,ou=people,dc=x"],
    ["cn=O'Brien (Ops)\\, Pat,ou=People,dc=x", "cn=o'brien (ops)\\, pat,ou=people,dc=x"],
    ['cn= A   B ,o=c', 'cn=a b,o=c'],
    ['cn=Zo\\c3\\ab,o=c', 'cn=zoë,o=c'],
    ['cn=\\ x\\ ,o=c', 'cn=\\ x\\ ,o=c'],
    ['cn=a\\\\\\ ,o=c', 'cn=a\\\\\\ ,o=c'],
    ['cn=\\#x,o=c', 'cn=\\#x,o=c'],
    ['cn=#0A0B,o=c', 'cn=#0a0b,o=c'],
    ['b=2+A=1,c=3', 'a=1+b=2,c=3'],
    ['2.5.4.3=x,0.9.2342.19200300.100.1.25=y', 'cn=x,dc=y'],
    ['cn=a*b,o=c', 'cn=a\\2ab,o=c'],
    ['cn=a\\00b,o=c', 'cn=a\\00b,o=c'],
  ])('%s is compared as %s', (dn, normal) => {
    expect(normalDn(dn)).toBe(normal)
    expect(normalDn(normal)).toBe(normal)
  })

  it.each([
    '',
    'cn',
    'cn=a,',
    ',cn=a',
    'cn=a;o=b',
    'cn="a",o=b',
    'cn=a\\',
    'cn=\\ff,o=b',
    '=a',
    'cn=#1,o=b',
    'S-1-5-21',
  ])('%j is none', (text) => expect(normalDn(text)).toBeUndefined())

  it('keeps a star that is not escaped where it is a pattern', () => {
    expect(normalDn('CN=Etl-*,O=C', { stars: true })).toBe('cn=etl-*,o=c')
    expect(normalDn('CN=Etl-\\2A*,O=C', { stars: true })).toBe('cn=etl-\\2a*,o=c')
  })

  const value = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 12 })
    .filter((text) => text.isWellFormed())
  const escaped = (text: string) =>
    [...Buffer.from(text)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')

  it('is the same however its values are escaped, and another where they are others', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const dn = normalDn(`cn=${escaped(one)},dc=x`)
        expect(dn).toBeDefined()
        expect(normalDn(dn as string)).toBe(dn)
        const folded = (text: string) =>
          text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()).replaceAll(/ {2,}/g, ' ')
        const same = normalDn(`CN=${escaped(other)},DC=X`) === dn
        expect(same).toBe(folded(one) === folded(other))
      }),
      { numRuns: 2_000 },
    )
  })

  it('is read in linear time', () => {
    for (const unit of ['a', 'a ', 'cn=a,', '\\', '\\2a', '*', '=', ' '])
      expect(() => normalDn(`cn=${unit.repeat(1_300)}`.slice(0, 4_096))).not.toThrow()
    expect(normalDn(`cn=${'a'.repeat(5_000)}`)).toBeUndefined()
  })
})

describe('A row about a directory’s group', () => {
  const rolesOf = (group: string, names: readonly string[]) =>
    new MappingTable([{ provider: 'ldap', group, roles: ['etl'] }], new Map([['ldap', 'dn']]))
      .rolesOf(
        'ldap',
        names.map((name) => ({ name })),
      )
      .map(({ role }) => role)

  it('means it in every spelling, and no other', () => {
    const row = 'CN=ETL Team, OU=Groups, DC=acme'
    expect(rolesOf(row, ['cn=etl team,ou=groups,dc=acme'])).toEqual(['etl'])
    expect(rolesOf(row, ['cn=ETL  Team,OU=groups,DC=Acme'])).toEqual(['etl'])
    expect(rolesOf(row, ['cn=etl team,ou=self,ou=groups,dc=acme'])).toEqual([])
    expect(rolesOf('CN=ETL-*, OU=Groups, DC=acme', ['cn=etl-eu,ou=groups,dc=acme'])).toEqual(['etl'])
    expect(rolesOf('CN=ETL-*, OU=Groups, DC=acme', ['cn=etl-a,ou=x,ou=groups,dc=acme'])).toEqual([])
  })

  it('may name it by its SID', () => {
    expect(rolesOf('S-1-5-21-1-2-3-512', ['S-1-5-21-1-2-3-512'])).toEqual(['etl'])
    expect(rolesOf('S-1-5-21-1-2-3-51', ['S-1-5-21-1-2-3-512'])).toEqual([])
  })
})
