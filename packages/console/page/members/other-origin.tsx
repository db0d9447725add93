import type { OtherOrigin } from '../api/client.ts'
import { useTexts } from '../texts/use-texts.tsx'

/** Why somebody holds a role beside being ticked for it. */
export function Origins({ origins }: { readonly origins: readonly OtherOrigin[] }) {
  const { members } = useTexts()
  const texts = origins.map(({ origin, scope, group, via }) => {
    const way =
      origin === 'mapped'
        ? members.alsoMapped(group ?? '')
        : origin === 'inherited'
          ? members.alsoInherited(via?.[0] ?? '')
          : undefined
    const within = scope === undefined ? undefined : members.alsoScoped(scope)
    return [way, within].filter((text) => text !== undefined).join(', ')
  })
  return texts.map((text) => (
    <span className="badge" key={text}>
      {text}
    </span>
  ))
}
