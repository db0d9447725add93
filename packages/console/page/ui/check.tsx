import { Check as CheckIcon, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox } from 'react-aria-components/Checkbox'

export interface CheckProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  /** Some of what it stands for, and not all. */
  readonly partly?: boolean
  readonly children: ReactNode
}

/** A box to tick, with all of its line to press. */
export function Check({ checked, onChange, disabled = false, partly = false, children }: CheckProps) {
  return (
    <Checkbox
      className="check"
      isSelected={checked}
      isIndeterminate={partly}
      isDisabled={disabled}
      onChange={onChange}
    >
      <span className="check-box" aria-hidden="true">
        {partly ? <Minus className="icon" /> : checked && <CheckIcon className="icon" />}
      </span>
      <span className="check-text">{children}</span>
    </Checkbox>
  )
}
