/** What somebody has ticked or cleared, and not yet saved: by id, whether it shall be so. */
export type Ticks = ReadonlyMap<string, boolean>

/** The ticks with one more; one that is as it was anyway falls out. */
export function withTick(ticks: Ticks, id: string, was: boolean, wanted: boolean): Ticks {
  const next = new Map(ticks)
  if (was === wanted) next.delete(id)
  else next.set(id, wanted)
  return next
}

/** Ids to add and to remove. */
export function changesOf(ticks: Ticks): { readonly add: string[]; readonly remove: string[] } {
  const ids = (wanted: boolean): string[] => [...ticks].flatMap(([id, one]) => (one === wanted ? [id] : []))
  return { add: ids(true), remove: ids(false) }
}
