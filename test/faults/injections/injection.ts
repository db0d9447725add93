import type { Apart, Fault, Loss } from '../events.ts'
import { checkers, writers } from '../installation.ts'
import type { Installation } from '../installation.ts'
import { now } from '../messages.ts'

/** One way to do a fault. */
export interface Injection {
  /** As the threat model numbers them: F1 to F16. */
  readonly fault: string
  readonly title: string
  /** How many replicas have to confirm in the installation that it is done to. */
  readonly requireReplicas: 0 | 1
  /** Whether it has to raise an alarm, for something is lost. */
  readonly loses?: boolean
  /** Does it, and mends it. Resolves when all should be well again within two seconds. */
  readonly run: (at: Installation, scene: Scene) => Promise<void>
}

/** What an injection does with, and tells of itself. */
export class Scene {
  readonly #at: Installation
  readonly #spared: Set<string>
  /** Whom it concerns; `null`: everybody. */
  processes: readonly string[] | null = null
  denies = false
  alarmed = false

  /** @param spared Processes that something else is done to at the same time; grows. */
  constructor(at: Installation, spared: Set<string>) {
    this.#at = at
    this.#spared = spared
  }

  /** A process for the fault, and nobody else's at the moment. */
  victim(job: 'check' | 'write'): string {
    const names: readonly string[] = job === 'check' ? checkers : writers
    const name = this.#at.random.of(names.filter((one) => !this.#spared.has(one)))
    this.#spared.add(name)
    this.processes = [...(this.processes ?? []), name]
    return name
  }

  /** While something is done, no reply of Redis reaches these processes, or an alarm stands. */
  async dark(processes: readonly string[] | null, during: () => Promise<unknown>): Promise<void> {
    const start = now()
    await during()
    this.#at.note({ type: 'dark', processes, start, end: now() })
  }

  /** After a loss: the alarm that stops everybody, and an operator who goes on without what was lost. */
  async accept(losses: readonly Omit<Loss, 'type' | 'accepted'>[], refill: boolean): Promise<void> {
    const at = this.#at
    this.alarmed = await at.topology.alarmed(6_000)
    if (this.alarmed)
      await this.dark(null, () => at.wait(at.options.maxStalenessMs + at.random.between(200, 700)))
    at.tell(writers, { do: 'hold' })
    if (this.alarmed) await at.accept()
    const accepted = now()
    if (refill) await at.fill()
    const rest = refill ? { accepted, emptyUntil: now() } : { accepted }
    for (const loss of losses) at.note({ type: 'loss', ...loss, ...rest })
    at.tell(writers, { do: 'go' })
  }

  apart(event: Omit<Apart, 'type'>): void {
    this.#at.note({ type: 'apart', ...event })
  }
}

/** Does an injection, and notes it. */
export async function inject(
  at: Installation,
  { fault, title, loses = false, run }: Injection,
  spared = new Set<string>(),
): Promise<void> {
  const scene = new Scene(at, spared)
  const start = now()
  await run(at, scene)
  const left = (await at.topology.alarm()) !== undefined
  // An alarm that was not expected: it is told, and the run goes on.
  if (left) await at.accept()
  const { processes, denies, alarmed } = scene
  const alarm = { expected: loses, raised: alarmed || left }
  at.note({ type: 'fault', fault, title, start, end: now(), processes, denies, alarm } satisfies Fault)
}
