// What the pattern dialect means where other dialects mean something else.
import { cases, role, worldOf } from './handmade.ts'
import type { Handmade } from './handmade.ts'

const b = String.raw
const smile = '\u{1f600}'

/** A context, names that lie within it, and names that do not. */
const globs: readonly (readonly [context: string, inside: readonly string[], outside: readonly string[]])[] =
  [
    [
      'finance.*',
      ['finance.a', 'finance.a.b', 'finance.'],
      ['finance', 'Finance.a', 'finance.a/b', 'xfinance.a'],
    ],
    ['a/*', ['a/b', 'a/.b', 'a/..b'], ['a', 'a/b/c', 'b/a/b', 'A/b']],
    ['a/**', ['a/b', 'a/b/c', 'a/.b/c'], ['a', 'ab', 'ab/c', 'b/a/c']],
    ['**/b', ['b', 'a/b', 'a/c/b', '/b', '.a/b'], ['ab', 'b/a', 'a/cb']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb', 'a/b/x', 'x/a/b']],
    ['a/**/**/b', ['a/b', 'a/x/b'], ['ab', 'a']],
    ['a/**/**', ['a/b', 'a/b/c'], ['a']],
    ['**/*', ['a', 'a/b', '/a'], []],
    ['*/b', ['a/b', '.a/b'], ['b', '/b', 'x/a/b']],
    ['/*', ['/a', '/.a'], ['a', '/a/b']],
    ['/**', ['/a', '/a/b'], ['a', 'a/b']],
    ['***', ['a', '.a'], ['a/b', '/a']],
    ['a**', ['a', 'ab'], ['a/b', 'ba']],
    ['**.x', ['a.x', '.x'], ['a/b.x', 'x']],
    ['*.*', ['a.b', '..a', 'a.'], ['a', 'a.b/c', 'ab']],
    ['*', ['a', 'a/b', '.a', '/a'], []],
    ['**', ['a', 'a/b', '.a', '/a'], []],
    ['?', ['a', '?', smile, '\u00e9'], ['ab', 'e\u0301', `${smile}${smile}`]],
    ['??', ['ab', 'e\u0301', `${smile}a`], ['a', smile, 'a/b', 'abc']],
    ['a?b', ['axb', 'a.b', 'a?b', `a${smile}b`], ['ab', 'a/b', 'axxb']],
    ['[a-c].x', ['a.x', 'c.x'], ['d.x', 'A.x', '-.x', 'ab.x', '[a-c].x']],
    ['[!a-c].x', ['d.x', '!.x', `${smile}.x`], ['a.x', '/.x', '.x']],
    ['[]a]', [']', 'a'], ['[', ']a', '[]a]']],
    ['[!]a]', ['b', '!', '['], [']', 'a']],
    ['[a-]', ['a', '-'], ['b', 'a-']],
    ['[-a]', ['a', '-'], ['b']],
    ['[a-b-d]', ['a', 'b', '-', 'd'], ['c']],
    ['[a!]', ['a', '!'], ['b']],
    ['[*?]', ['*', '?'], ['a', '**']],
    [`[${smile}a]x`, [`${smile}x`, 'ax'], ['\u{1f601}x', 'bx']],
    ['[\u{1f600}-\u{1f602}]', ['\u{1f601}'], ['\u{1f603}', 'a']],
    [b`a\*b`, ['a*b'], ['ab', 'axb', b`a\*b`]],
    [b`a\?b`, ['a?b'], ['axb', b`a\?b`]],
    [b`\[a]`, ['[a]'], ['a', b`\[a]`]],
    [b`a\\b`, [b`a\b`], [b`a\\b`, 'ab']],
    [b`\a`, ['a'], [b`\a`]],
    [`\\${smile}`, [smile], [`\\${smile}`]],
    [b`\!a*`, ['!a', '!ab'], ['a', b`\!a`]],
    ['!a', ['!a'], ['a', 'b']],
    ['!a*', ['!a', '!ab'], ['a', 'b']],
    ['#a', ['#a'], ['a']],
    ['#*', ['#a', '#'], ['a']],
    ['{a,b}', ['{a,b}'], ['a', 'b']],
    ['{a,b}*', ['{a,b}', '{a,b}c'], ['a', 'b', 'ac']],
    ['{1..3}', ['{1..3}'], ['1', '2']],
    ['+(a)*', ['+(a)', '+(a)b'], ['a', 'aa']],
    ['@(a|b)?', ['@(a|b)c'], ['a', 'ac']],
    ['!(a)*', ['!(a)', '!(a)b'], ['b', 'a']],
    ['*(a)', ['(a)', 'b(a)'], ['a', 'aa']],
    ['a]b', ['a]b'], ['ab']],
    ['a.b', ['a.b'], ['axb', 'A.b', 'a.b.c']],
    ['.*', ['.a', '..a'], ['a', 'a.b']],
    ['caf\u00e9', ['caf\u00e9'], ['cafe\u0301', 'Caf\u00e9']],
    ['caf?', ['caf\u00e9', 'cafe'], ['cafe\u0301', 'caf']],
    ['sales.*', [], ['s\u0430les.eu', '\uff53ales.eu']],
    ['a b*', ['a b', 'a bc'], ['ab']],
    ['__proto__', ['__proto__'], ['constructor']],
  ]

/** The longest context and the most wildcards that are accepted. */
const limits: typeof globs = [
  ['a'.repeat(256), ['a'.repeat(256)], ['a'.repeat(255)]],
  [smile.repeat(256), [smile.repeat(256)], [smile.repeat(255)]],
  ['?'.repeat(16), ['a'.repeat(16), smile.repeat(16)], ['a'.repeat(15), 'a'.repeat(17)]],
  ['*a'.repeat(16), ['a'.repeat(16), 'a'.repeat(1024)], ['a'.repeat(15), `${'a'.repeat(1023)}b`]],
]

export const globTraps: readonly Handmade[] = [...globs, ...limits].flatMap(([context, inside, outside]) => {
  const world = worldOf([role('A', `G job ${context}`)])
  const ask = (reason: string) => (name: string) => ['job', reason, name] as const
  return cases(
    'the dialect of patterns',
    world,
    ...inside.map(ask('granted')),
    ...outside.map(ask('nothing-granted')),
  )
})
