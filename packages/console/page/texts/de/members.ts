import type { Texts } from '../shape.ts'

export const members: Texts['members'] = {
  title: (role) => `Mitglieder von ${role}`,
  about: 'Kreuzen Sie an, wer diese Rolle haben soll. Bis Sie OK drücken, ändert sich nichts.',
  search: 'Personen suchen',
  people: 'Personen',
  counted: (chosen, all) => `${chosen.toLocaleString('de')} von ${all.toLocaleString('de')} angekreuzt`,
  changed: (added, removed) =>
    [added > 0 ? `${added} dazu` : '', removed > 0 ? `${removed} weg` : ''].filter(Boolean).join(', '),
  alsoScoped: (scope) => `hat sie innerhalb von ${scope}`,
  alsoMapped: (group) => `hat sie durch die Gruppe ${group}`,
  alsoInherited: (role) => `hat sie durch die Rolle ${role}`,
  suspended: 'gesperrt',
  unknownUser: 'nicht unter den Benutzern',
  empty: 'Es gibt noch keine Benutzer',
  saved: (role) => `Die Mitglieder von ${role} wurden gespeichert.`,
  rolesTitle: (person) => `Rollen von ${person}`,
  rolesAbout:
    'Kreuzen Sie an, welche Rollen diese Person haben soll. Bis Sie OK drücken, ändert sich nichts.',
  searchRoles: 'Rollen suchen',
  rolesSaved: (person) => `Die Rollen von ${person} wurden gespeichert.`,
  conflict:
    'Inzwischen hat jemand anders dies geändert, und von Ihnen wurde nichts gespeichert. Ihre Kreuze sind noch da: Sehen Sie sie noch einmal an und drücken Sie dann OK.',
  onlyFor: 'Nur für manche Ressourcen oder durch eine Gruppe',
  tooMany: 'Zu viele Änderungen auf einmal: höchstens 1.000.',
}
