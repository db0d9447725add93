import type { Texts } from '../shape.ts'
import { count } from './count.ts'

export const audit: Texts['audit'] = {
  title: 'Protokoll',
  about: 'Wer was geändert hat, und wann, und wem etwas abgelehnt wurde. Das Neueste zuerst.',
  actor: 'Wer',
  action: 'Aktion',
  target: 'Was',
  when: 'Wann',
  entry: (sequence) => `Eintrag ${sequence}`,
  before: 'Vorher',
  after: 'Nachher',
  show: 'Zeigen, was sich änderte',
  hide: 'Verbergen, was sich änderte',
  showAsked: 'Zeigen, was verlangt wurde',
  hideAsked: 'Verbergen, was verlangt wurde',
  asked: 'Verlangt und nicht getan',
  notKept: 'Was verlangt wurde, ist nicht festgehalten.',
  refused: 'abgelehnt',
  outcome: 'Ausgang',
  outcomes: { '': 'Alle', done: 'Getan', refused: 'Abgelehnt' },
  nothing: 'nichts',
  empty: 'Noch wurde nichts geschrieben',
  export: 'Exportieren',
  unchanged: (lines) => count(lines, 'unveränderte Zeile', 'unveränderte Zeilen'),
  apply: 'Filtern',
}
