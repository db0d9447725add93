import type { Texts } from '../shape.ts'

export const groups: Texts['groups'] = {
  title: 'Gruppen',
  about: 'Gruppen eines Verzeichnisses oder von GitLab, die zu Rollen führen.',
  ofRole: (role) => `Gruppen, die zu ${role} führen`,
  search: 'Gruppen suchen',
  empty: 'Keine Gruppe führt zu einer Rolle',
  emptyAbout: 'Fügen Sie eine hinzu: Wer in ihr ist, bekommt die Rolle beim Anmelden.',
  add: 'Gruppe hinzufügen',
  group: 'Gruppe',
  provider: 'Anbieter',
  role: 'Rolle',
  mode: 'Art',
  modes: { sync: 'Kommt und geht mit der Gruppe', additive: 'Bleibt, wenn einmal gegeben' },
  scope: 'Bereich',
  scopeHint: 'Ein Muster über Namen von Ressourcen: Die Rolle spricht dann nur über diese.',
  minAccess: 'Mindestens',
  anyAccess: 'jeder Zugang',
  pickHint: 'Namen, wie das Verzeichnis oder der Anbieter sie schreibt.',
  conflict:
    'Inzwischen hat jemand anders die Gruppen geändert, und von Ihnen wurde nichts gespeichert. Fügen Sie noch einmal hinzu, wenn es dabei bleiben soll.',
  administratorsHead: 'Gruppen, die zu Administratoren machen',
  added: (group) => `${group} führt jetzt zu der Rolle.`,
  removed: (group) => `${group} führt nicht mehr zu der Rolle.`,
  removeTitle: (group) => `${group} entfernen?`,
  removeAbout: 'Wer die Rolle nur durch diese Gruppe hat, verliert sie.',
}
