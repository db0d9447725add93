import { CloudOff, KeyRound } from 'lucide-react'
import { hasStatus, isSignInAgain } from '../api/problem.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { signInHref, signInPage } from '../router/sign-in.ts'

/** Shown in place of everything else: nobody is signed in, or nobody answers. */
export function Closed({ problem, onRetry }: { readonly problem: unknown; readonly onRetry: () => void }) {
  const texts = useTexts()
  const signedOut = hasStatus(problem, 401)
  return (
    <main className="closed">
      <div className="card">
        <h1 className="out-of-sight">{texts.shell.console}</h1>
        {signedOut ? (
          <SignedOut again={isSignInAgain(problem)} />
        ) : (
          <>
            <Empty
              icon={<CloudOff />}
              title={texts.problems.somethingWrong}
              action={
                <Button look="accent" onPress={onRetry}>
                  {texts.problems.again}
                </Button>
              }
            />
            <ProblemNote problem={problem} />
          </>
        )}
      </div>
    </main>
  )
}

/** Leads to the sign-in; where nobody has told where that is, whatever stands before the page may lead there. */
function SignedOut({ again }: { readonly again: boolean }) {
  const { problems: texts } = useTexts()
  const isKnown = signInPage !== ''
  return (
    <Empty
      icon={<KeyRound />}
      title={texts.signedOut}
      action={
        isKnown ? (
          <a className="button accent" href={signInHref(signInPage, again)}>
            {texts.signIn}
          </a>
        ) : (
          <Button look="accent" onPress={() => location.reload()}>
            {texts.again}
          </Button>
        )
      }
    >
      {isKnown ? texts.signInAbout : texts.signedOutAbout}
    </Empty>
  )
}
