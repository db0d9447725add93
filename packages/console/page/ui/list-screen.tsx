import type { ReactNode } from 'react'
import { AskedList } from './asked-list.tsx'
import type { Asked } from './asked-list.tsx'
import { Empty } from './empty.tsx'
import { NothingFound } from './nothing-found.tsx'
import { PageHead } from './page-head.tsx'
import { Search } from './search.tsx'
import type { Searching } from './use-search.ts'

export interface ListScreenProps<Item> {
  readonly texts: Readonly<Record<'title' | 'about' | 'search' | 'empty' | 'emptyAbout', string>>
  /** Shown while there is nothing at all. */
  readonly icon: ReactNode
  /** What adds one, where the caller may. */
  readonly add: ReactNode
  readonly search: Searching
  readonly list: Asked & {
    readonly data: { readonly pages: readonly { readonly items: readonly Item[] }[] } | undefined
  }
  readonly children: (items: readonly Item[]) => ReactNode
}

/** A screen that is a list with a search above it. */
export function ListScreen<Item>({ texts, icon, add, search, list, children }: ListScreenProps<Item>) {
  return (
    <>
      <PageHead title={texts.title} actions={add}>
        {texts.about}
      </PageHead>
      <div className="toolbar">
        <Search label={texts.search} value={search.text} onChange={search.setText} />
      </div>
      <div className="card">
        <AskedList
          list={list}
          items={list.data?.pages.flatMap(({ items }) => items)}
          none={
            search.query === '' ? (
              <Empty icon={icon} title={texts.empty} action={add}>
                {texts.emptyAbout}
              </Empty>
            ) : (
              <NothingFound query={search.query} />
            )
          }
        >
          {children}
        </AskedList>
      </div>
    </>
  )
}
