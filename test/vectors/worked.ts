// The worked table of section 2.4, row by row.
import { cases, role, worldOf } from './handmade.ts'
import type { Handmade } from './handmade.ts'

const [G, F, N] = ['granted', 'forbidden', 'nothing-granted']

/** One list for each row. */
export const worked: readonly (readonly Handmade[])[] = [
  cases('2.4, row 1: inherited from an ancestor', worldOf([role('A', 'G project')]), ['project.create', G]),
  cases(
    '2.4, row 2: the nearer node decides inside a role',
    worldOf([role('A', 'G project', 'F project.delete')]),
    ['project.delete', F],
  ),
  cases(
    '2.4, row 3: granted below a forbidden node, that node only',
    worldOf([role('A', 'F project', 'G project.join')]),
    ['project.join', G],
    ['project.create', F],
  ),
  cases(
    '2.4, row 4: between roles Granted wins',
    worldOf([role('A', 'F project.delete'), role('B', 'G *')]),
    ['project.delete', G],
  ),
  cases(
    '2.4, row 5: within the context only',
    worldOf([role('A', 'G job.run sales.*')]),
    ['job.run', G, 'sales.eu'],
    ['job.run', N, 'hr.x'],
    ['job.run', N],
  ),
  cases(
    '2.4, row 6: not granted for every name',
    worldOf([role('A', 'G job', 'F job.run hr.*')]),
    ['job.run', G, 'sales.x'],
    ['job.run', F],
  ),
  cases(
    '2.4, row 7: the most specific context',
    worldOf([role('A', 'F job', 'G job sales.*', 'F job sales.secret.*')]),
    ['job.run', G, 'sales.eu'],
    ['job.run', F, 'sales.secret.x'],
    ['job.run', F, 'hr.x'],
  ),
  cases(
    '2.4, row 8: equally specific contexts disagree',
    worldOf([role('A', 'G job.run *.x', 'F job.run x.*')]),
    ['job.run', F, 'x.x'],
  ),
  cases(
    '2.4, row 9: the nearer node first, contexts second',
    worldOf([role('A', 'F job sales.a', 'G job.run')]),
    ['job.run', G, 'sales.a'],
  ),
  cases(
    '2.4, row 10: within the scope of the assignment only',
    worldOf([role('A', 'G job')], ['A @ eu.*']),
    ['job.run', G, 'eu.1'],
    ['job.run', N, 'us.1'],
    ['job.run', N],
  ),
  cases('2.4, row 11: the reserved subtree', worldOf([role('A', 'G *')]), ['trilatch.roles.edit', N]),
  cases(
    '2.4, row 12: nothing says Granted',
    worldOf([role('A', 'G *')], []),
    ['project', N],
    ['job.run', N, 'x'],
    ['*', N],
  ),
]
