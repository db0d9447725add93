import { CloudOff, KeyRound } from 'lucide-react'
import { hasStatus } from '../api/problem.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

/** Shown in place of everything else: nobody is signed in, or nobody answers. */
export function Closed({ problem, onRetry }: { readonly problem: unknown; readonly onRetry: () => void }) {
  const texts = useTexts()
  const signedOut = hasStatus(problem, 401)
  return (
    <main className="closed">
      <div className="card">
        <h1 className="out-of-sight">{texts.shell.console}</h1>
        <Empty
          icon={signedOut ? <KeyRound /> : <CloudOff />}
          title={signedOut ? texts.problems.signedOut : texts.problems.somethingWrong}
          action={
            <Button look="accent" onPress={onRetry}>
              {texts.problems.again}
            </Button>
          }
        >
          {signedOut ? texts.problems.signedOutAbout : undefined}
        </Empty>
        {!signedOut && <ProblemNote problem={problem} />}
      </div>
    </main>
  )
}
