import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { stepFor } from './tree-keys.ts'
import type { TreeLine } from './tree-keys.ts'

export interface TreeGridProps<Line extends TreeLine> {
  readonly label: string
  /** One for each cell. */
  readonly columns: readonly string[]
  readonly lines: readonly Line[]
  /** Equal lines are not drawn again. */
  readonly renderCells: (line: Line, isActive: boolean) => readonly ReactNode[]
  /** What a line is called. */
  readonly nameOf: (line: Line) => string
  readonly lookOf?: (line: Line) => string
  readonly onToggle: (line: Line, isExpanded: boolean) => void
  /** A key that was pressed on a line itself, and means nothing to the tree. */
  readonly onKey?: (line: Line, key: string) => void
}

const narrow = matchMedia('(max-width: 44rem)')

/** What a line of one row of text is high in pixels, as the style sheet has it. */
function useLineHeight(): number {
  const watch = useCallback((changed: () => void) => {
    narrow.addEventListener('change', changed)
    return () => narrow.removeEventListener('change', changed)
  }, [])
  return useSyncExternalStore(watch, () => narrow.matches) ? 92 : 46
}

/**
 * A treegrid as the ARIA Authoring Practices describe it, drawn only where it is seen: five thousand lines are as quick
 * as fifty. Arrow keys move and fold, Tab reaches what is in a line. The window is what scrolls.
 */
export function TreeGrid<Line extends TreeLine>(props: TreeGridProps<Line>) {
  const { label, columns, lines, onToggle, onKey } = props
  const body = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const [top, setTop] = useState(0)
  const wanted = useRef<number | undefined>(undefined)
  const at = Math.min(active, Math.max(0, lines.length - 1))
  const height = useLineHeight()
  const estimateSize = useCallback(() => height, [height])
  useLayoutEffect(() => {
    const { current } = body
    if (current !== null) setTop(current.getBoundingClientRect().top + scrollY)
  }, [lines.length === 0])
  const virtual = useWindowVirtualizer({
    count: lines.length,
    // Both are asked for every line whenever one of them is another function.
    estimateSize,
    getItemKey: useCallback((index: number) => lines[index]?.key ?? index, [lines]),
    overscan: 6,
    scrollMargin: top,
    // A line that has the focus stays, wherever somebody scrolls.
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const seen = defaultRangeExtractor(range)
        return seen.includes(at) || at >= range.count ? seen : [...seen, at].toSorted((a, b) => a - b)
      },
      [at],
    ),
  })
  /** The line has to be drawn first, where it was out of sight. */
  const focusWanted = (): void => {
    if (wanted.current === undefined) return
    const line = body.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`)
    if (line === null || line === undefined) return
    wanted.current = undefined
    line.focus({ preventScroll: true })
    line.scrollIntoView({ block: 'nearest' })
  }
  useEffect(focusWanted)
  const go = (index: number): void => {
    wanted.current = index
    setActive(index)
    focusWanted()
  }
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const line = lines[at]
    if (line === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const isOnLine = event.target instanceof HTMLElement && event.target.role === 'row'
    if (!isOnLine) {
      if (event.key === 'Escape') go(at)
      return
    }
    const step = stepFor(lines, at, event.key)
    if (step === undefined) return onKey?.(line, event.key)
    event.preventDefault()
    if ('go' in step) go(step.go)
    else onToggle(line, step.expand)
  }
  return (
    <div
      role="treegrid"
      aria-label={label}
      aria-rowcount={lines.length + 1}
      aria-colcount={columns.length}
      className="tree"
      onKeyDown={press}
    >
      <div role="rowgroup" className="tree-head">
        <div role="row" className="tree-row" aria-rowindex={1}>
          {columns.map((column) => (
            <div role="columnheader" key={column}>
              {column}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="tree-body" ref={body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const line = lines[index]
          if (line === undefined) return null
          return (
            <Row
              key={key}
              index={index}
              line={line}
              name={props.nameOf(line)}
              look={props.lookOf?.(line) ?? ''}
              isActive={index === at}
              top={start - virtual.options.scrollMargin}
              measure={virtual.measureElement}
              onFocus={setActive}
              renderCells={props.renderCells as RowProps['renderCells']}
            />
          )
        })}
      </div>
    </div>
  )
}

interface RowProps {
  readonly index: number
  readonly line: TreeLine
  readonly name: string
  readonly look: string
  readonly isActive: boolean
  /** In pixels, below the first line. */
  readonly top: number
  readonly measure: (row: HTMLElement | null) => void
  readonly onFocus: (index: number) => void
  readonly renderCells: (line: TreeLine, isActive: boolean) => readonly ReactNode[]
}

/** One line: where somebody scrolls, those that stay are not drawn again. */
const Row = memo(function Row(props: RowProps) {
  const { index, line, isActive } = props
  return (
    <div
      role="row"
      aria-label={props.name}
      className={`tree-row ${props.look}`}
      data-index={index}
      ref={props.measure}
      aria-level={line.level}
      aria-expanded={line.isExpanded}
      aria-rowindex={index + 2}
      tabIndex={isActive ? 0 : -1}
      onFocus={() => props.onFocus(index)}
      style={{ top: props.top }}
    >
      {props.renderCells(line, isActive).map((cell, at) => (
        <div role={at === 0 ? 'rowheader' : 'gridcell'} className={`tree-cell cell-${at}`} key={at}>
          {cell}
        </div>
      ))}
    </div>
  )
})
