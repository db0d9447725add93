import { Button } from 'react-aria-components/Button'
import { hrefOf } from '../router/route.ts'
import { languages } from '../texts/languages.ts'
import type { Language } from '../texts/languages.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Brand } from './brand.tsx'
import type { Screen } from './screens.tsx'
import { useCaller } from './session-context.tsx'

export interface SideProps {
  readonly screens: readonly Screen[]
  readonly current: string | undefined
  readonly language: Language
  readonly onLanguage: (language: Language) => void
  readonly onGo?: () => void
}

/** The navigation, and who is there. */
export function Side({ screens, current, language, onLanguage, onGo }: SideProps) {
  const texts = useTexts()
  const { subject, administrator, signOutUrl } = useCaller()
  const parts = [
    { title: texts.shell.administration, entries: screens.filter(({ id }) => id !== 'mine') },
    { title: texts.shell.personal, entries: screens.filter(({ id }) => id === 'mine') },
  ].filter(({ entries }) => entries.length > 0)
  return (
    <aside className="side" aria-label={texts.shell.side}>
      <Brand />
      <nav className="nav" aria-label={texts.shell.navigation}>
        {parts.map(({ title, entries }) => (
          <div className="nav-part" key={title}>
            {parts.length > 1 && <p className="nav-title">{title}</p>}
            <ul>
              {entries.map((screen) => (
                <li key={screen.id}>
                  <a
                    href={hrefOf([screen.id])}
                    aria-current={screen.id === current ? 'page' : undefined}
                    onClick={onGo}
                  >
                    <screen.icon className="icon" aria-hidden="true" />
                    {screen.title(texts)}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="side-foot">
        <div className="who">
          <span className="avatar" aria-hidden="true">
            {Array.from(subject.name)[0]?.toUpperCase()}
          </span>
          <div>
            <span className="out-of-sight">{texts.shell.signedInAs}</span>
            <span className="cut strong small" title={subject.name}>
              {subject.name}
            </span>
            {administrator && <span className="soft small">{texts.shell.administrator}</span>}
          </div>
        </div>
        <div className="foot-line">
          <div className="languages" role="group" aria-label={texts.shell.language}>
            {(Object.keys(languages) as Language[]).map((tag) => (
              <Button key={tag} aria-pressed={tag === language} onPress={() => onLanguage(tag)}>
                <span lang={tag}>{languages[tag]}</span>
              </Button>
            ))}
          </div>
          {signOutUrl !== undefined && <a href={signOutUrl}>{texts.shell.signOut}</a>}
        </div>
      </div>
    </aside>
  )
}
