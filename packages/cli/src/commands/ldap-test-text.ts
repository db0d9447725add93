import { columns, styled, visible } from '../terminal.ts'
import type { Terminal } from '../terminal.ts'
import type { LdapTest } from './ldap-test.ts'

/** A heading with lines under it, or with what stands in their place. */
function part(terminal: Terminal, heading: string, lines: readonly string[], otherwise: string): string[] {
  return ['', styled(terminal, 'bold', heading), ...(lines.length === 0 ? [otherwise] : lines)]
}

/** What was tried and what follows from it, for people. */
export function ldapTestText(terminal: Terminal, test: LdapTest): string {
  const steps = test.steps.flatMap(({ ok, text, fix }) => [
    `${ok ? styled(terminal, 'green', 'ok') : styled(terminal, 'red', 'no')}  ${visible(text)}`,
    ...(fix === undefined ? [] : [`    ${styled(terminal, 'yellow', visible(fix))}`]),
  ])
  if (test.groups === undefined) return steps.join('\n')
  const groups = test.groups.found.map(({ dn, sid = '', by, through }) =>
    [dn ?? sid, through === undefined ? by : `${by}, through ${through}`].map(visible),
  )
  const rows = test.rows.map(({ row, by }) =>
    [row.group, '→', row.roles.join(', '), row.scope ?? '', by === undefined ? '' : `by ${by}`].map(visible),
  )
  const roles = test.roles.map(({ role, scope, administrator }) =>
    [role, scope ?? '', administrator ? 'administrator: may do everything' : ''].map(visible),
  )
  const permissions = test.permissions.map(({ permission, title, state, contexts }) =>
    [permission, title, state === 'granted' ? '' : `in ${contexts.join(', ')}`].map(visible),
  )
  const table = (lines: readonly (readonly string[])[]): string[] =>
    lines.length === 0 ? [] : columns(lines).split('\n')
  return [
    ...steps,
    ...part(terminal, 'Groups', table(groups), 'none'),
    ...part(terminal, 'Mapping rows that match', table(rows), 'none'),
    ...test.fixes.map((fix) => `    ${styled(terminal, 'yellow', visible(fix))}`),
    ...part(terminal, 'Roles', table(roles), 'none'),
    ...part(terminal, 'Permissions', table(permissions), 'none'),
  ].join('\n')
}
