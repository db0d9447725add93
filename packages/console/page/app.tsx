import { useEffect, useState } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { hasStatus } from './api/problem.ts'
import { refresh, useSession } from './api/queries.ts'
import { isAnythingBegun } from './router/use-route.ts'
import { Closed } from './shell/closed.tsx'
import { Shell } from './shell/shell.tsx'
import { SignedOutDialog } from './shell/signed-out.tsx'
import { keepLanguage, languageFor, textsOf } from './texts/languages.ts'
import type { Language } from './texts/languages.ts'
import { TextsContext } from './texts/use-texts.tsx'
import { Skeleton } from './ui/skeleton.tsx'

/** The whole page: who is there decides what is shown. */
export function App() {
  const session = useSession()
  const isSignedOut = hasStatus(session.error, 401)
  const [chosen, setChosen] = useState<Language | undefined>(undefined)
  const language = chosen ?? languageFor(session.data?.locale)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choose = (next: Language): void => {
    keepLanguage(next)
    // Before anything is drawn again: dates go by it.
    document.documentElement.lang = next
    setChosen(next)
  }
  return (
    <I18nProvider locale={language}>
      <TextsContext value={textsOf[language]}>
        {session.data !== undefined && (!isSignedOut || isAnythingBegun()) ? (
          <>
            <Shell session={session.data} language={language} onLanguage={choose} />
            {isSignedOut && <SignedOutDialog onRetry={refresh} />}
          </>
        ) : session.isError ? (
          <Closed problem={session.error} onRetry={() => void session.refetch()} />
        ) : (
          <main className="content">
            <Skeleton />
          </main>
        )}
      </TextsContext>
    </I18nProvider>
  )
}
