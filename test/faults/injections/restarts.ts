// Redis is killed and comes back: with everything, with what it had once, or empty.
import { now } from '../messages.ts'
import { writers } from '../installation.ts'
import type { Injection } from './injection.ts'

const everything = { from: 0, surelyFrom: 0, by: null, observers: null } as const

const kept = (requireReplicas: 0 | 1): Injection => ({
  fault: 'F1',
  title: 'Redis is killed, and comes back with everything',
  requireReplicas,
  run: async (at, scene) => {
    const { primary } = at.topology
    await primary.kill()
    await scene.dark(null, () => at.wait(at.random.between(100, 2_500)))
    await primary.start()
    await at.topology.settled()
  },
})

export const restarts: readonly Injection[] = [
  kept(1),
  kept(0),
  {
    fault: 'F1',
    title: 'Redis is killed, and comes back empty',
    requireReplicas: 0,
    loses: true,
    run: async (at, scene) => {
      const { primary } = at.topology
      const begun = now()
      await primary.kill()
      const gone = now()
      await scene.dark(null, () => at.wait(at.random.between(100, 2_500)))
      await primary.start({ data: 'lost' })
      await scene.accept([{ ...everything, to: gone, surelyTo: begun, at: begun }], true)
      await at.topology.settled()
    },
  },
  {
    fault: 'F2',
    title: 'Redis is killed, and comes back as it was many writes before',
    requireReplicas: 0,
    loses: true,
    run: async (at, scene) => {
      const { primary } = at.topology
      const from = now()
      const goBack = at.topology.snapshot()
      const surelyFrom = now()
      at.tell(writers, { do: 'pace', everyMs: 20 })
      await at.revocation()
      // Long enough for everybody to have read it.
      await at.wait(at.options.maxStalenessMs * 1.3)
      at.tell(writers, { do: 'pace', everyMs: 250 })
      const begun = now()
      await primary.kill()
      const gone = now()
      goBack()
      await primary.start()
      const loss = { from, surelyFrom, to: gone, surelyTo: begun, at: begun, by: null, observers: null }
      await scene.accept([loss], false)
      await at.topology.settled()
    },
  },
]
