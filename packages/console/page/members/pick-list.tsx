import type { ReactNode } from 'react'
import type { OtherOrigin } from '../api/client.ts'
import { Check } from '../ui/check.tsx'
import { Origins } from './other-origin.tsx'
import { withTick } from './ticks.ts'
import type { Ticks } from './ticks.ts'

/** One line to tick: somebody who may have a role, or a role that somebody may have. */
export interface PickLine {
  readonly id: string
  readonly name: string
  /** What else is known of it, below its name. */
  readonly about?: ReactNode
  readonly badge?: ReactNode
  /** Whether it is ticked as long as nobody changes that. */
  readonly member: boolean
  readonly other: readonly OtherOrigin[]
}

export interface PickListProps {
  readonly label: string
  readonly picks: readonly PickLine[]
  readonly ticks: Ticks
  readonly onTicks: (ticks: Ticks) => void
  readonly isReadOnly: boolean
}

/** Lines to tick; what holds in another way is shown beside them, and stays. */
export function PickList({ label, picks, ticks, onTicks, isReadOnly }: PickListProps) {
  return (
    <ul className="picks" aria-label={label}>
      {picks.map(({ id, name, about, badge, member, other }) => (
        <li key={id}>
          <Check
            checked={ticks.get(id) ?? member}
            disabled={isReadOnly}
            onChange={(wanted) => onTicks(withTick(ticks, id, member, wanted))}
          >
            <span className="pick-name">
              {name}
              {ticks.has(id) && <span className="changed-mark" aria-hidden="true" />}
              {badge}
              <Origins origins={other} />
            </span>
            {about !== undefined && <span className="pick-about">{about}</span>}
          </Check>
        </li>
      ))}
    </ul>
  )
}
