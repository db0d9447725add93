import { count } from './count.ts'

export const audit = {
  title: 'Audit',
  about: 'Who changed what, and when. The newest first.',
  actor: 'Who',
  action: 'Action',
  target: 'What',
  when: 'When',
  entry: (sequence: number) => `Entry ${sequence}`,
  before: 'Before',
  after: 'After',
  show: 'Show what changed',
  hide: 'Hide what changed',
  refused: 'refused',
  nothing: 'nothing',
  empty: 'Nothing has been written yet',
  export: 'Export',
  unchanged: (lines: number) => count(lines, 'unchanged line', 'unchanged lines'),
  apply: 'Filter',
} as const
