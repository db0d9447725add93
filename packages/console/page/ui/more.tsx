import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'

/** As a list that is asked for page by page has them. */
export interface MoreProps {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

/** The rest of a list, where there is more than is shown. */
export function More({ hasNextPage = false, isFetchingNextPage = false, fetchNextPage }: Partial<MoreProps>) {
  const texts = useTexts()
  if (!hasNextPage) return null
  return (
    <div className="more">
      <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage?.()}>
        {texts.common.more}
      </Button>
    </div>
  )
}
