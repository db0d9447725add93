/** What the demo ends with: where to go, and as whom. */
export function whereToLook(origin: string, passwords: ReadonlyMap<string, string>): string {
  const account = (who: string, what: string): string =>
    `  ${`${who}@example.org`.padEnd(18)} ${passwords.get(who)}   ${what}`
  return [
    'Now look at it in a browser. Buttons that somebody may not use are greyed out, and say why.',
    '',
    account('ada', 'administrator, in no row above: may do everything'),
    account('erin', 'ordinary user: growth, and reports of marketing'),
    '',
    `  ${origin}/pages   the application`,
    `  ${origin}/admin/  its console`,
    '',
    'Try this: as Erin, in a private window, open Projects. As Ada, open Administration, Users and the roles of Erin (the',
    'shield), tick Finance Lead and press OK: within seconds Create project comes alive on the page that Erin has open.',
    '',
    'It goes on serving until you press Ctrl+C.',
  ].join('\n')
}
