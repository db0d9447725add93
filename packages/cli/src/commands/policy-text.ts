import type { Extent, ImportPlan, RightChange, Shown, SubjectRights } from '@trilatch/core'
import type { Session } from '../session.ts'
import { styled, visible } from '../terminal.ts'

/** Those whose rights change, as far as they were looked up. */
export interface LookedUp {
  readonly subjects: readonly SubjectRights[]
  readonly scanned: number
  /** Nobody is left to look at. */
  readonly complete: boolean
}

function linesOf<T>(sign: string, { items, total }: Shown<T>, textOf: (item: T) => string): string[] {
  const lines = items.map((item) => `${sign} ${visible(textOf(item))}`)
  return total > items.length ? [...lines, `${sign} … and ${total - items.length} more`] : lines
}

function extentText(sign: string, permission: string, { everywhere, contexts, names }: Extent): string {
  const where = everywhere ? '' : contexts.length > 0 ? ` in ${contexts.join(', ')}` : ' in part'
  const example = everywhere || names[0] === undefined ? '' : `, as ${JSON.stringify(names[0])}`
  return `${sign}${permission}${where}${example}`
}

function rightText({ permission, gained, lost }: RightChange): string {
  const parts = [
    ...(gained === undefined ? [] : [extentText('+', permission, gained)]),
    ...(lost === undefined ? [] : [extentText('-', permission, lost)]),
  ]
  return parts.length === 0 ? `=${permission}` : parts.join(' ')
}

function subjectText({ subject, suspended, administrator, rights, uncertain }: SubjectRights): string {
  const who = subject === null ? 'whoever is not signed in' : subject
  const what = [
    ...(administrator === undefined ? [] : [`${administrator === 'gained' ? '+' : '-'}administrator`]),
    ...rights.map(rightText),
    ...(uncertain ? ['and perhaps more: the contexts overlap in too many ways to tell'] : []),
  ]
  return visible(`  ${who}${suspended ? ' (suspended)' : ''}: ${what.join('; ')}`)
}

/** What an import would do, for people. */
export function planText(
  { terminal }: Session,
  plan: ImportPlan,
  { subjects, scanned, complete }: LookedUp,
): string {
  const signs = { created: '+', changed: '~', removed: '-' } as const
  const { roles, assignments, mappings, warnings, refusal } = plan
  const lines = [
    ...roles.items.map(({ id, change, rulesAdded, rulesRemoved, fields }) =>
      visible(
        `${signs[change]} role ${id}: ${rulesAdded.length} ${rulesAdded.length === 1 ? 'rule' : 'rules'} more, ${rulesRemoved.length} less${fields.map((name) => `, ${name}`).join('')}`,
      ),
    ),
    ...(roles.total > roles.items.length ? [`… and ${roles.total - roles.items.length} more roles`] : []),
    ...linesOf(
      '+',
      assignments.added,
      ({ subject, role, scope }) => `${subject} has ${role}${scope === undefined ? '' : ` in ${scope}`}`,
    ),
    ...linesOf(
      '-',
      assignments.removed,
      ({ subject, role, scope }) => `${subject} has ${role}${scope === undefined ? '' : ` in ${scope}`}`,
    ),
    ...linesOf('+', mappings.added, (row) => `mapping ${JSON.stringify(row)}`),
    ...linesOf('-', mappings.removed, (row) => `mapping ${JSON.stringify(row)}`),
    ...warnings.map(({ message }) => `${styled(terminal, 'yellow', 'warning')}  ${visible(message)}`),
    plan.changed
      ? `Rights that change, of ${scanned} looked at${complete ? '' : ', and not all were'}:`
      : 'Nothing changes.',
    ...subjects.map(subjectText),
    ...(plan.changed && subjects.length === 0 ? ['  nobody’s'] : []),
  ]
  if (refusal !== undefined)
    lines.push(`${styled(terminal, 'red', 'It would be refused:')} ${visible(refusal.message)}`)
  return lines.join('\n')
}
