import { useTexts } from '../texts/use-texts.tsx'
import { PageHead } from '../ui/page-head.tsx'

export function NotFound() {
  const texts = useTexts()
  return <PageHead title={texts.problems.notFound}>{texts.problems.notFoundAbout}</PageHead>
}
