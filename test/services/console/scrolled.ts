/** What happened to the lines of a treegrid while it was scrolled. */
export interface Scrolled {
  /** The most that were drawn at once. */
  readonly lines: number
  /** How many came. */
  readonly new: number
  /** How often one that stayed was drawn again: React puts other props on an element then. */
  readonly again: number
  /** The most looked up in one step: the virtualiser looks up each line that it measures. */
  readonly lookedUp: number
}

/** Scrolls a page by two lines, fifteen times, and watches its treegrid: a `Scrolled`. */
export const scrolled: string = `(async () => {
  const frame = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)))
  const rows = () => [...document.querySelectorAll('.tree-body > [role=row]')]
  const drawn = (row) => row[Object.keys(row).find((key) => key.startsWith('__reactProps$'))]
  const seen = { lines: 0, new: 0, again: 0, lookedUp: 0 }
  const { get } = Map.prototype
  let lookedUp = 0
  Map.prototype.get = function (key) {
    lookedUp += 1
    return get.call(this, key)
  }
  await frame()
  for (let step = 0; step < 15; step += 1) {
    const before = rows().map((row) => [row, drawn(row)])
    lookedUp = 0
    scrollBy(0, 92)
    await frame()
    await frame()
    seen.lookedUp = Math.max(seen.lookedUp, lookedUp)
    const now = rows()
    seen.lines = Math.max(seen.lines, now.length)
    seen.new += now.filter((row) => before.every(([one]) => one !== row)).length
    seen.again += before.filter(([row, props]) => row.isConnected && drawn(row) !== props).length
  }
  Map.prototype.get = get
  return seen
})()`
