import { Button as AriaButton } from 'react-aria-components/Button'
import type { ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { icon } from './icon.ts'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  /** `plain` where nothing is said: one accent at a time. */
  readonly look?: 'accent' | 'plain' | 'quiet' | 'danger'
  readonly small?: boolean
  readonly icon?: ReactNode
  readonly children: ReactNode
}

export function Button({ look = 'plain', small = false, icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button ${look}${small ? ' small-button' : ''}`}>
      {icon}
      <span>{children}</span>
    </AriaButton>
  )
}

/** Begins something new, in the head of a screen. */
export function AddButton(props: Omit<ButtonProps, 'look' | 'icon'>) {
  return <Button {...props} look="accent" icon={<Plus {...icon} />} />
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  /** What it does, for everybody: also its tooltip. */
  readonly label: string
  readonly children: ReactNode
}

/** A button that shows a picture alone. */
export function IconButton({ label, children, ...rest }: IconButtonProps) {
  return (
    <AriaButton {...rest} aria-label={label} className="icon-button">
      {children}
      <span className="tip" aria-hidden="true">
        {label}
      </span>
    </AriaButton>
  )
}

/** What a line of a list is called, where that opens something: it looks like the links that other lists have there. */
export function NameButton({ children, ...rest }: Omit<IconButtonProps, 'label'>) {
  return (
    <AriaButton {...rest} className="name-button">
      {children}
    </AriaButton>
  )
}
