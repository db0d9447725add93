import type { ReactNode } from 'react'

/** Says why there is nothing, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className="empty">
      <span className="empty-icon" aria-hidden="true">
        {icon}
      </span>
      <p className="strong">{title}</p>
      {children !== undefined && <p className="soft">{children}</p>}
      {action}
    </div>
  )
}
