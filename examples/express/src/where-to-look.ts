/** What the demo ends with: where to go, and as whom. */
export function whereToLook(origin: string, passwords: ReadonlyMap<string, string>): string {
  const account = (who: string, what: string): string =>
    `  ${`${who}@example.org`.padEnd(18)} ${passwords.get(who)}   ${what}`
  return [
    'Now look at it in a browser. Buttons that somebody may not use are greyed out, and say why.',
    '',
    account('ada', 'administrator: may do everything'),
    account('erin', 'ordinary user: growth, and reports of marketing'),
    '',
    `  ${origin}/pages   the application`,
    `  ${origin}/admin/  its console`,
    '',
    'It goes on serving until you press Ctrl+C.',
  ].join('\n')
}
