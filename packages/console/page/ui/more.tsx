import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'

/** The rest of a list, where there is more than is shown. */
export function More(list: {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}) {
  const texts = useTexts()
  if (!list.hasNextPage) return null
  return (
    <div className="more">
      <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
        {texts.common.more}
      </Button>
    </div>
  )
}
