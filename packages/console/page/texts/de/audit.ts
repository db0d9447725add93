import type { Texts } from '../shape.ts'
import { count } from './count.ts'

export const audit: Texts['audit'] = {
  title: 'Protokoll',
  about: 'Wer was geändert hat, und wann. Das Neueste zuerst.',
  actor: 'Wer',
  action: 'Aktion',
  target: 'Was',
  when: 'Wann',
  entry: (sequence) => `Eintrag ${sequence}`,
  before: 'Vorher',
  after: 'Nachher',
  show: 'Zeigen, was sich änderte',
  hide: 'Verbergen, was sich änderte',
  refused: 'abgelehnt',
  nothing: 'nichts',
  empty: 'Noch wurde nichts geschrieben',
  export: 'Exportieren',
  unchanged: (lines) => count(lines, 'unveränderte Zeile', 'unveränderte Zeilen'),
  apply: 'Filtern',
}
