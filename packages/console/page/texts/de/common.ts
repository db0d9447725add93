import type { Texts } from '../shape.ts'

export const common: Texts['common'] = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  ok: 'OK',
  save: 'Speichern',
  edit: 'Bearbeiten',
  copy: 'Kopieren',
  delete: 'Löschen',
  add: 'Hinzufügen',
  remove: 'Entfernen',
  discard: 'Verwerfen',
  undo: 'Rückgängig',
  loading: 'Wird geladen …',
  tryAgain: 'Noch einmal versuchen',
  optional: '(optional)',
  clearSearch: 'Suche leeren',
  more: 'Mehr zeigen',
  actionsFor: (name) => `Aktionen für ${name}`,
  nothingFound: 'Nichts gefunden',
  nothingFoundFor: (text) => `Nichts passt zu „${text}“.`,
  clearFilters: 'Filter leeren',
  required: 'Bitte ausfüllen.',
  title: 'Titel',
  id: 'Kennung',
}

export const states: Texts['states'] = { granted: 'Gewährt', forbidden: 'Verboten', unspecified: 'Offen' }

export const problems: Texts['problems'] = {
  offline: 'Der Server ist nicht zu erreichen. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  unreadable: (status) => `Die Antwort des Servers lässt sich nicht lesen (${status}).`,
  signedOut: 'Sie sind nicht angemeldet',
  signedOutAbout: 'Melden Sie sich bei der Anwendung an und kehren Sie dann hierher zurück.',
  signInAbout: 'Melden Sie sich an; danach sind Sie wieder auf dieser Seite.',
  signedOutKept:
    'Ihre Änderungen sind nicht gespeichert und noch hier. Melden Sie sich in einem anderen Fenster an und machen Sie dann hier weiter.',
  goOn: 'Weitermachen',
  signIn: 'Anmelden',
  again: 'Neu laden',
  somethingWrong: 'Etwas ist schiefgegangen',
  notFound: 'Diese Seite gibt es nicht',
  notFoundAbout: 'Die Adresse ist vielleicht falsch geschrieben, oder was sie zeigte, wurde entfernt.',
}
