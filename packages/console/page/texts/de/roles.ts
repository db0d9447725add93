import type { Texts } from '../shape.ts'
import { count } from './count.ts'

export const roles: Texts['roles'] = {
  title: 'Rollen',
  about:
    'Eine Rolle ist eine benannte Menge von Regeln. Rechte kommen aus den Rollen, die jemand hat, und sonst nirgendwoher.',
  newRole: 'Neue Rolle',
  search: 'Rollen suchen',
  role: 'Rolle',
  members: 'Mitglieder',
  memberCount: (number, more) => (more ? `${number}+` : String(number)),
  groups: 'Gruppen',
  inherits: 'Erbt von',
  yes: 'ja',
  no: 'nein',
  inheritsNothing: 'nichts',
  administrator: 'Administrator',
  administratorAbout: 'Wer diese Rolle hat, darf alles, was immer ihre Regeln sagen.',
  empty: 'Noch keine Rollen',
  emptyAbout: 'Legen Sie die erste an, geben Sie ihr Rechte und fügen Sie Mitglieder hinzu.',
  permissionsOf: 'Rechte',
  manageMembers: 'Mitglieder verwalten',
  copyRole: 'Rolle kopieren',
  editRole: 'Rolle bearbeiten',
  copyOf: (title) => `Kopie von ${title}`,
  copyAbout: (title) =>
    `Beginnt mit den Regeln und geerbten Rollen von ${title}. Mitglieder werden nicht kopiert.`,
  idHint: 'Steht fest, sobald es die Rolle gibt. Buchstaben, Ziffern und _ . : @ / -',
  idTaken: 'Eine Rolle mit dieser Kennung gibt es schon.',
  idWrong:
    'Bis zu 128 Buchstaben, Ziffern und _ . : @ / - mit einem Buchstaben, einer Ziffer oder _ am Anfang.',
  description: 'Beschreibung',
  inheritsHint:
    'Wer diese Rolle hat, bekommt auch die Regeln der angekreuzten Rollen. Weggenommen wird dadurch nie etwas.',
  noOthers: 'Es gibt keine andere Rolle, von der sie erben könnte.',
  create: 'Rolle anlegen',
  created: (title) => `Die Rolle ${title} wurde angelegt.`,
  saved: (title) => `Die Rolle ${title} wurde gespeichert.`,
  deleted: (title) => `Die Rolle ${title} wurde gelöscht.`,
  deleteTitle: (title) => `Rolle ${title} löschen?`,
  deleteAbout: (members, groups) =>
    `${members === '1' ? '1 Mitglied verliert' : `${members} Mitglieder verlieren`}, was sie gewährt` +
    (groups === 0 ? '.' : `, und ${count(groups, 'Gruppe führt', 'Gruppen führen')} nicht mehr zu ihr.`) +
    ' Das lässt sich nicht rückgängig machen.',
  deleteAction: 'Rolle löschen',
  conflict: 'Inzwischen hat jemand anders diese Rolle geändert, und von Ihnen wurde nichts gespeichert.',
  back: 'Rollen',
  unknown: 'Diese Rolle gibt es nicht',
  unknownAbout: 'Vielleicht hat sie jemand anders gelöscht.',
}
