// Where an implementation is likely to go wrong: ties, scopes, the reserved subtree, improper questions.
import type { World } from '../specification/specification.ts'
import { cases, role, worldOf } from './handmade.ts'
import type { Asked, Handmade } from './handmade.ts'

const [G, F, N] = ['granted', 'forbidden', 'nothing-granted']
const [unknown, improper] = ['unknown-permission', 'improper-resource']
const smile = '\u{1f600}'

const ties: readonly Handmade[] = [
  cases(
    'a name beats any pattern, and every pattern beats no context',
    worldOf([role('A', 'F job abc*', 'G job abc', 'F job')]),
    ['job', G, 'abc'],
    ['job', F, 'abcd'],
    ['job', F, 'x'],
  ),
  cases(
    'even a pattern without literal characters beats no context',
    worldOf([role('A', 'F job', 'G job ?')]),
    ['job', G, 'x'],
    ['job', F, 'xx'],
  ),
  cases(
    'more literal characters win, wherever they stand',
    worldOf([role('A', 'G job *abc', 'F job ab*')]),
    ['job', G, 'abc'],
    ['job', F, 'abd'],
  ),
  cases(
    'a class counts as no literal character',
    worldOf([role('A', 'G job a?c.*', 'F job [a-m]*.*')]),
    ['job', G, 'abc.d'],
    ['job', F, 'bbc.d'],
  ),
  cases(
    'an escaped character counts as one, and a context with escapes is a pattern',
    worldOf([role('A', String.raw`G job x\.x`, 'F job x.x*')]),
    ['job', F, 'x.x'],
  ),
  cases(
    'a name without special characters beats an escaped one',
    worldOf([role('A', 'G job x.x', String.raw`F job x\.x`)]),
    ['job', G, 'x.x'],
  ),
  cases(
    'a character outside the BMP counts as one',
    worldOf([role('A', `G job ${smile}.*`, 'F job *.x')]),
    ['job', F, `${smile}.x`],
    ['job', G, `${smile}.y`],
  ),
  cases(
    'three contexts are equally specific, one of them forbids',
    worldOf([role('A', 'G job a?', 'G job ?b', 'F job [a]b')]),
    ['job', F, 'ab'],
    ['job', G, 'ac'],
  ),
  cases(
    'a tie inside one role is no tie between roles',
    worldOf([role('A', 'G job *.x', 'F job x.*'), role('B', 'G job x*')]),
    ['job', G, 'x.x'],
  ),
  cases(
    'a slash counts as a literal character',
    worldOf([role('A', 'G job a/*', 'F job */*')]),
    ['job', G, 'a/b'],
    ['job', F, 'b/b'],
  ),
].flat()

const nearer: readonly Handmade[] = [
  cases(
    'without a resource a Forbidden of any context counts at its node',
    worldOf([role('A', 'G job.run', 'F job.run hr.x')]),
    ['job.run', F],
    ['job.run', G, 'hr.y'],
    ['job.run.now', F],
    ['job', N],
  ),
  cases(
    'a Forbidden further up does not count behind a Granted for every resource',
    worldOf([role('A', 'F job hr.*', 'G job.run')]),
    ['job.run', G],
    ['job.run.now', G],
    ['job', F],
    ['job.run', G, 'hr.x'],
  ),
  cases(
    'a Granted in a context does not stop the walk without a resource',
    worldOf([role('A', 'G job', 'G job.run sales.*')]),
    ['job.run', G],
  ),
  cases(
    'a name outside the nearer contexts goes further up',
    worldOf([role('A', 'G job', 'F job.run hr.*', 'G job.run.now hr.x')]),
    ['job.run.now', G, 'hr.x'],
    ['job.run.now', F, 'hr.y'],
    ['job.run.now', G, 'sales.x'],
    ['job.run.now', F],
  ),
  cases(
    'the root of the tree is a permission that can be asked',
    worldOf([role('A', 'G *', 'F job')]),
    ['*', G],
    ['*', G, 'x'],
    ['job.run', F],
    ['project', G],
  ),
  cases(
    '"*" and "**" as contexts mean every resource',
    worldOf([role('A', 'G job *', 'G project **')]),
    ['job.run', G],
    ['job.run', G, 'a/b'],
    ['project', G, '/a'],
  ),
  cases(
    'of several grants the first role by code units is named',
    worldOf([role('b', 'G job'), role('B', 'G *'), role('a', 'G job.run')]),
    ['job.run', G],
  ),
].flat()

const reserved: readonly Handmade[] = [
  cases(
    'nothing on the root reaches the reserved subtree',
    worldOf([role('A', 'G *', 'F * x')]),
    ['trilatch', N],
    ['trilatch.roles.edit', N, 'y'],
    ['project', F],
  ),
  cases(
    'rules inside the reserved subtree count there',
    worldOf([role('A', 'G trilatch', 'F trilatch.roles', 'G trilatch.roles.edit x')]),
    ['trilatch', G],
    ['trilatch.roles', F],
    ['trilatch.roles.edit', F],
    ['trilatch.roles.edit', G, 'x'],
    ['*', N],
    ['job', N],
  ),
].flat()

/** A world in which everything is granted. */
const everything = worldOf([role('A', 'G *')])

const names: readonly Asked[] = [
  ['..a', '...', 'a/...', '.a', 'a..b', '/a', 'a b', ' ', '*', '[', '\\', 'a\u00a0', 'a\u2028', '\ufeff'],
  [smile.repeat(512), 'a'.repeat(1024), '__proto__', { name: 'x' }, { name: 'x', id: 7 }],
]
  .flat()
  .map((name) => ['job', G, name] as const)

const notNames: readonly Asked[] = [
  ['', '/', '//', 'a/', '//a', 'a//b', '.', '..', './a', '../a', 'a/.', 'a/..', 'a/./b', 'a/../b', '/.'],
  ['\u0000', 'a\n', 'a\tb', '\u007f', 'a\u0085', '\u009f', `${smile.repeat(512)}a`, 'a'.repeat(1025)],
  [null, 0, 7, true, false, [], ['x'], {}, { title: 'x' }, { name: '' }, { name: 7 }, { name: null }],
  [{ name: ['x'] }, { name: { name: 'x' } }, { name: 'a/' }],
]
  .flat()
  .map((name) => ['job', improper, name] as const)

const strangers: readonly Asked[] = [
  ['', 'nope', 'job.', '.job', 'job..run', 'Job', 'job.run.later', 'job ', 'toString', 'hasOwnProperty'],
  ['**', 'job.*', '*.job', 'trilatch.nope', 'trilatchx', '__proto__.x', 'j\u043eb'],
]
  .flat()
  .map((permission) => [permission, unknown] as const)

const questions: readonly Handmade[] = [
  cases('a proper name, however odd', everything, ...names),
  cases('what is no proper name', everything, ...notNames),
  cases('a permission that is not in the catalogue', everything, ...strangers),
  cases('an unknown permission on an improper name', everything, ['nope', unknown, 'a/']),
  cases(
    'names of every object are ordinary names',
    worldOf([role('__proto__', 'G __proto__'), role('constructor', 'F constructor')]),
    ['__proto__', G],
    ['constructor', F, 'constructor'],
    ['job', N],
  ),
].flat()

const boss = worldOf([{ ...role('A', 'F *'), administrator: true }, role('B', 'G job')])
const suspended: World = { ...boss, subject: { ...boss.subject, suspended: true } }
const off: World = { ...worldOf([role('A', 'F *')], []), switchedOff: true }
const standings: readonly Handmade[] = [
  cases('an administrator', boss, ['job', 'administrator'], ['trilatch.roles.edit', 'administrator', 'x']),
  cases('an administrator asks improperly', boss, ['nope', unknown], ['job', improper, 'a/']),
  cases('a suspended administrator', suspended, ['job', 'suspended'], ['*', 'suspended', 'x']),
  cases('a suspended subject asks improperly', suspended, ['nope', unknown], ['job', improper, '']),
  cases('switched off', off, ['job', 'switched-off'], ['trilatch.roles', 'switched-off', 'x']),
  cases('switched off, and asked improperly', off, ['nope', unknown], ['job', improper, '.']),
  cases('switched off beats suspended', { ...suspended, switchedOff: true }, ['job', 'switched-off']),
].flat()

export const traps: readonly Handmade[] = [ties, nearer, reserved, questions, standings].flat()
