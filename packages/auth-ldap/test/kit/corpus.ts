/** What people who mean harm type as a name: pieces that mean something in filters and names, put together. */
const pieces = [
  '*',
  '(',
  ')',
  '\\',
  '|',
  '&',
  '!',
  '=',
  '~=',
  '>=',
  '<=',
  ':',
  ':=',
  ',',
  '+',
  '"',
  '<',
  '>',
  ';',
  '#',
  '\\2a',
  '\\28',
  '\\5c',
  '\\00',
  '\\',
  '\\\\',
  ' ',
  'uid',
  'cn',
  'objectClass',
  'userPassword',
  '{{username}}',
  ')(uid=*',
  ')(|(uid=*',
  '*)(uid=*))(|(uid=*',
  'admin)(&',
  'x,ou=people',
  'x+uid=admin',
  'dc=example',
  'é',
  '😀',
  '‮',
  '﻿',
  '\xA0',
  '＊',
  '\u2028',
  '%2a',
  '&#42;',
  'trilatch-placeholder-username',
]

/** 500 names: each the same every time. Whole ones of known attacks first. */
export function hostileNames(): readonly string[] {
  const names = new Set([
    '*',
    'a*',
    '*)(objectClass=*',
    'admin)(!(&(1=0)',
    'alice)(cn=*))\\00',
    ' #x',
    '#616263',
  ])
  let seed = 20_261
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  while (names.size < 500) {
    const length = 1 + random(5)
    const name = Array.from({ length }, () => pieces[random(pieces.length)])
      .join('')
      .trim()
    if (name !== '') names.add(name)
  }
  return [...names]
}
