import { useState } from 'react'
import { More } from '../ui/more.tsx'
import { GroupTable } from './group-table.tsx'
import type { GroupTableProps } from './group-table.tsx'

/** As many rows as are drawn at once. */
const atOnce = 100

/** Groups that belong together; there may be thousands, and more are drawn when somebody wants to see them. */
export function GroupPart({ title, ...table }: GroupTableProps & { readonly title: string | undefined }) {
  const [shown, setShown] = useState(atOnce)
  return (
    <section className="part">
      {title !== undefined && <h2>{title}</h2>}
      <div className="card">
        <GroupTable {...table} rows={table.rows.slice(0, shown)} />
        <More
          hasNextPage={table.rows.length > shown}
          isFetchingNextPage={false}
          fetchNextPage={() => setShown(shown + atOnce)}
        />
      </div>
    </section>
  )
}
