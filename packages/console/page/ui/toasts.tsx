import { CircleCheck } from 'lucide-react'
import { useSyncExternalStore } from 'react'

interface Told {
  readonly key: number
  readonly text: string
}

const shownMs = 6_000
let told: readonly Told[] = []
let last = 0
const listeners = new Set<() => void>()

function replace(next: readonly Told[]): void {
  told = next
  for (const listener of listeners) listener()
}

/** Says what has been done, for some seconds: to screen readers too, without taking the focus. */
export function tell(text: string): void {
  const key = ++last
  replace([...told.slice(-2), { key, text }])
  setTimeout(() => replace(told.filter((one) => one.key !== key)), shownMs)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => told)
  return (
    <div className="toasts" role="status">
      {shown.map(({ key, text }) => (
        <p className="toast" key={key}>
          <CircleCheck className="icon" aria-hidden="true" />
          {text}
        </p>
      ))}
    </div>
  )
}
