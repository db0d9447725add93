import { CircleAlert } from 'lucide-react'
import { problemText, signInUrlOf } from '../api/problem.ts'
import { signInHref } from '../router/sign-in.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'

export interface ProblemNoteProps {
  /** `undefined`: nothing is wrong, and nothing is shown. */
  readonly problem: unknown
  readonly onRetry?: () => void
}

/** What went wrong, in the API's own words, where screen readers say it at once. */
export function ProblemNote({ problem, onRetry }: ProblemNoteProps) {
  const texts = useTexts()
  if (problem === undefined || problem === null) return null
  const signInUrl = signInUrlOf(problem)
  return (
    <div className="note bad" role="alert">
      <CircleAlert className="icon" aria-hidden="true" />
      <p>{problemText(problem, texts)}</p>
      {signInUrl !== undefined && (
        <a className="button small-button" href={signInHref(signInUrl, true)}>
          {texts.problems.signIn}
        </a>
      )}
      {onRetry !== undefined && (
        <Button small onPress={onRetry}>
          {texts.common.tryAgain}
        </Button>
      )}
    </div>
  )
}
