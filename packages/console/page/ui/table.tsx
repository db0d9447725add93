import type { ReactNode } from 'react'

export interface TableProps {
  readonly columns: readonly string[]
  /** What is done in the last column, for those who do not see it. */
  readonly actions: string
  /** Its rows. */
  readonly children: ReactNode
}

/** A table whose last column is what can be done with a row; in narrow windows each row is a card. */
export function Table({ columns, actions, children }: TableProps) {
  return (
    <table className="table stacks">
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" key={column}>
              {column}
            </th>
          ))}
          <th scope="col">
            <span className="out-of-sight">{actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
