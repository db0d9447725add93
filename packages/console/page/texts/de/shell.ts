import type { Texts } from '../shape.ts'

export const shell: Texts['shell'] = {
  console: 'Konsole',
  skip: 'Zum Inhalt springen',
  navigation: 'Hauptmenü',
  side: 'Navigation und Konto',
  openMenu: 'Menü öffnen',
  roles: 'Rollen',
  users: 'Benutzer',
  groups: 'Gruppen',
  why: 'Warum?',
  audit: 'Protokoll',
  mine: 'Meine Rechte',
  administration: 'Verwaltung',
  personal: 'Persönlich',
  signedInAs: 'Angemeldet als',
  administrator: 'Administrator',
  signOut: 'Abmelden',
  language: 'Sprache',
  switchedOff:
    'Die Zugriffskontrolle ist ausgeschaltet: Alle dürfen alles, und hier lässt sich nichts ändern.',
}
