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
  const { groups: known, mapped, fixes } = test
  if (known === undefined || mapped === undefined) return steps.join('\n')
  const groups = known.found.map(({ dn, sid = '', by, through }) =>
    [dn ?? sid, through === undefined ? by : `${by}, through ${through}`].map(visible),
  )
  const rows = mapped.rows.map(({ group, role, scope = '', by }) =>
    [group, '→', role, scope, by === undefined ? '' : `by ${by}`].map(visible),
  )
  const permissions = mapped.permissions.map(({ permission, path, state }) =>
    [permission, path, state === 'granted' ? '' : 'for some names'].map(visible),
  )
  const table = (lines: readonly (readonly string[])[]): string[] =>
    lines.length === 0 ? [] : columns(lines).split('\n')
  return [
    ...steps,
    ...part(terminal, 'Groups', table(groups), 'none'),
    ...part(terminal, 'Mapping rows that match', table(rows), 'none'),
    ...fixes.map((fix) => `    ${styled(terminal, 'yellow', visible(fix))}`),
    ...part(terminal, 'Roles', mapped.roles.map(visible), 'none'),
    ...part(terminal, 'Permissions', table(permissions), 'none'),
  ].join('\n')
}
