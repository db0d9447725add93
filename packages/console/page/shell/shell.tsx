import { Menu, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { Session } from '../api/client.ts'
import { useRoute } from '../router/use-route.ts'
import type { Language } from '../texts/languages.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from '../ui/button.tsx'
import { Toasts } from '../ui/toasts.tsx'
import { Brand } from './brand.tsx'
import { NotFound } from './not-found.tsx'
import { screens } from './screens.tsx'
import { SessionContext } from './session-context.tsx'
import { Side } from './side.tsx'

export interface ShellProps {
  readonly session: Session
  readonly language: Language
  readonly onLanguage: (language: Language) => void
}

/** What stands around every screen. */
export function Shell({ session, language, onLanguage }: ShellProps) {
  const texts = useTexts()
  const route = useRoute()
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const content = useRef<HTMLElement>(null)
  const open = screens.filter(({ isOpenTo }) => isOpenTo(session))
  const [first] = route.segments
  const screen = first === undefined ? open[0] : open.find(({ id }) => id === first)
  const place = route.segments.join('/')
  const isFirst = useRef(true)
  useEffect(() => {
    // Whoever comes from another screen begins at the top of this one, also with a screen reader.
    if (!isFirst.current) {
      scrollTo(0, 0)
      content.current?.focus({ preventScroll: true })
    }
    isFirst.current = false
  }, [place])
  const side = { screens: open, current: screen?.id, language, onLanguage }
  return (
    <SessionContext value={session}>
      <a
        className="skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault()
          content.current?.focus()
        }}
      >
        {texts.shell.skip}
      </a>
      <div className="shell">
        <Side {...side} />
        <header className="top-bar">
          <IconButton label={texts.shell.openMenu} onPress={() => setDrawerOpen(true)}>
            <Menu className="icon" aria-hidden="true" />
          </IconButton>
          <Brand />
        </header>
        <main className="content" id="content" tabIndex={-1} ref={content}>
          {!session.enabled && (
            <p className="note warn switched-off">
              <TriangleAlert className="icon" aria-hidden="true" />
              <span>{texts.shell.switchedOff}</span>
            </p>
          )}
          {screen === undefined ? <NotFound /> : <screen.show route={route} />}
        </main>
      </div>
      <Toasts />
      <ModalOverlay
        className="veil drawer-veil"
        isDismissable
        isOpen={isDrawerOpen}
        onOpenChange={setDrawerOpen}
      >
        <Modal className="drawer">
          <Dialog className="drawer-dialog" aria-label={texts.shell.navigation}>
            <Side {...side} onGo={() => setDrawerOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </SessionContext>
  )
}
