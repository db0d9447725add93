import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components/Modal'

export interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  /** Beside the title, in lesser weight. */
  readonly about?: ReactNode
  readonly width?: 'narrow' | 'middle' | 'wide' | undefined
  /** Default dialog; `alertdialog` for what has to be answered. */
  readonly role?: 'dialog' | 'alertdialog'
  /** Default true: a click beside it closes it. */
  readonly dismissable?: boolean
  readonly footer?: ReactNode
  readonly children: ReactNode
}

/** A dialog that is open as long as it is rendered. Escape closes it, and the focus goes back to where it was. */
export function Dialog({
  title,
  onClose,
  about,
  width = 'middle',
  role = 'dialog',
  dismissable = true,
  footer,
  children,
}: DialogProps) {
  return (
    <ModalOverlay
      className="veil"
      isOpen
      isDismissable={dismissable}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className={`modal ${width}`}>
        <AriaDialog className="dialog" role={role}>
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {about !== undefined && <div className="soft small">{about}</div>}
          </header>
          <div className="dialog-body">{children}</div>
          {footer !== undefined && <footer className="dialog-foot">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
