import { Ellipsis } from 'lucide-react'
import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu'
import { IconButton } from './button.tsx'

export interface MenuEntry {
  readonly id: string
  readonly text: string
  readonly icon: ReactNode
  readonly onAction: () => void
  readonly danger?: boolean
}

/** What can be done with one line of a list. */
export function ActionMenu({
  label,
  entries,
}: {
  readonly label: string
  /** `false`: what the caller may not do. */
  readonly entries: readonly (MenuEntry | false)[]
}) {
  const offered = entries.filter((entry) => entry !== false)
  if (offered.length === 0) return null
  return (
    <MenuTrigger>
      <IconButton label={label}>
        <Ellipsis className="icon" aria-hidden="true" />
      </IconButton>
      <Popover className="popover" placement="bottom end">
        <AriaMenu className="menu" aria-label={label}>
          {offered.map(({ id, text, icon, onAction, danger = false }) => (
            <MenuItem
              key={id}
              id={id}
              textValue={text}
              className={`menu-item${danger ? ' danger' : ''}`}
              onAction={onAction}
            >
              {icon}
              {text}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
