import { useTexts } from '../texts/use-texts.tsx'

const widths = ['w-60', 'w-40', 'w-70', 'w-50', 'w-30', 'w-65']

/** Where lines will be, until they are there. */
export function Skeleton({ lines = 6 }: { readonly lines?: number | undefined }) {
  const texts = useTexts()
  return (
    <div className="skeleton" role="status">
      <span className="out-of-sight">{texts.common.loading}</span>
      {Array.from({ length: lines }, (_, at) => (
        <div className="skeleton-line" key={at} aria-hidden="true">
          <span className={widths[at % widths.length]} />
        </div>
      ))}
    </div>
  )
}
