import type { Texts } from '../shape.ts'

export const mine: Texts['mine'] = {
  title: 'Meine Rechte',
  about: 'Was Sie im Augenblick dürfen. Wo nur manche Namen gemeint sind, sagen die Kontexte, welche.',
  search: 'Nach Namen suchen',
  state: 'Antwort',
  where: 'Wo',
  onlySome: 'Für manche Ressourcen',
  tree: 'Meine Rechte',
  reasons: {
    administrator: 'Sie sind Administrator',
    suspended: 'Ihr Konto ist gesperrt',
    'switched-off': 'Die Zugriffskontrolle ist ausgeschaltet',
    granted: '',
    forbidden: '',
    'nothing-granted': '',
    'unknown-permission': '',
    'improper-resource': '',
  },
  within: (scope) => `innerhalb von ${scope}`,
  everything: 'jede Ressource',
}
