import type { ReactNode } from 'react'
import { More } from './more.tsx'
import type { MoreProps } from './more.tsx'
import { ProblemNote } from './problem-note.tsx'
import { Skeleton } from './skeleton.tsx'

/** A list as it is asked for, whole or page by page. */
export interface Asked extends Partial<MoreProps> {
  readonly isError: boolean
  readonly error: unknown
  readonly refetch: () => unknown
}

export interface AskedListProps<Item> {
  readonly list: Asked
  /** `undefined`: they are not there yet. */
  readonly items: readonly Item[] | undefined
  /** How many lines are drawn until they are. */
  readonly lines?: number | undefined
  /** In place of a list that is empty. */
  readonly none: ReactNode
  readonly children: (items: readonly Item[]) => ReactNode
}

/** A list in whatever state it is in: not there yet, refused, empty, or shown as far as somebody wants to see it. */
export function AskedList<Item>({ list, items, lines, none, children }: AskedListProps<Item>) {
  return (
    <>
      {list.isError ? (
        <ProblemNote problem={list.error} onRetry={() => void list.refetch()} />
      ) : items === undefined ? (
        <Skeleton lines={lines} />
      ) : items.length === 0 ? (
        none
      ) : (
        children(items)
      )}
      <More {...list} />
    </>
  )
}
