/** What became of a room's mutants. */
export interface Figures {
  readonly room: string
  /** A test failed. */
  readonly killed: number
  /** The tests did not end, or went round a loop far too often: noticed, too. */
  readonly timeout: number
  /** Every test passed. */
  readonly survived: number
  /** No test runs the code at all. */
  readonly noCoverage: number
  /** Could not be run, and count neither way. */
  readonly invalid: number
}

/** The share of mutants that were noticed, in percent; equivalent mutants count as not noticed. */
export function scoreOf({ killed, timeout, survived, noCoverage }: Figures): number {
  const noticed = killed + timeout
  const all = noticed + survived + noCoverage
  return all === 0 ? 100 : (100 * noticed) / all
}

/** The figures of several rooms together. */
export function sumOf(room: string, parts: readonly Figures[]): Figures {
  const total = (key: Exclude<keyof Figures, 'room'>): number =>
    parts.reduce((sum, figures) => sum + figures[key], 0)
  return {
    room,
    killed: total('killed'),
    timeout: total('timeout'),
    survived: total('survived'),
    noCoverage: total('noCoverage'),
    invalid: total('invalid'),
  }
}

/** The table of `docs/mutation.md`. */
export function figuresTable(rooms: readonly Figures[]): string {
  const line = (figures: Figures): string => {
    const { room, killed, timeout, survived, noCoverage, invalid } = figures
    const mutants = killed + timeout + survived + noCoverage
    return `| ${[room, mutants, killed, timeout, survived, noCoverage, invalid, `${scoreOf(figures).toFixed(2)} %`].join(' | ')} |`
  }
  return [
    '| room | mutants | killed | timeout | survived | no coverage | invalid | score |',
    '| ---- | ------: | -----: | ------: | -------: | ----------: | ------: | ----: |',
    ...rooms.map(line),
    ...(rooms.length > 1 ? [line(sumOf('all', rooms))] : []),
  ].join('\n')
}
