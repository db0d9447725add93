// Redis or a process stands still, a clock jumps, a writer dies, or everybody asks at once.
import { checkers, everybody, writers } from '../installation.ts'
import type { CrashPoint } from '../messages.ts'
import type { Injection } from './injection.ts'

const crash = (point: CrashPoint): Injection => ({
  fault: 'F15',
  title: `a writer is killed ${point}`,
  requireReplicas: 1,
  run: async (at, scene) => {
    const name = scene.victim('write')
    await at.worker(name).crash({ do: 'crash', at: point })
    await at.startWorker(name)
  },
})

const pause = (kind: 'ALL' | 'WRITE'): Injection => ({
  fault: 'F3',
  title: `Redis is told to pause: ${kind}`,
  requireReplicas: 1,
  run: async (at, scene) => {
    const ms = Math.round(at.random.between(100, 2_500))
    await at.topology.primary.command('CLIENT', 'PAUSE', ms, kind)
    // It begins when the command is carried out, so it may end a moment before this wait does.
    await scene.dark(null, () => at.wait(ms - 50))
    await at.wait(50)
  },
})

export const stops: readonly Injection[] = [
  {
    fault: 'F3',
    title: 'Redis stands still',
    requireReplicas: 1,
    run: async (at, scene) => {
      const { primary } = at.topology
      await primary.freeze()
      await scene.dark(null, () => at.wait(at.random.between(50, 3_500)))
      primary.thaw()
    },
  },
  pause('ALL'),
  pause('WRITE'),
  {
    fault: 'F10',
    title: 'a process stands still',
    requireReplicas: 1,
    run: async (at, scene) => {
      const worker = at.worker(scene.victim('check'))
      for (let n = 0; n < 3; n++) {
        await worker.freeze()
        await at.wait(at.random.between(100, 2_000))
        worker.thaw()
        await at.wait(at.random.between(0, 300))
      }
    },
  },
  {
    fault: 'F12',
    title: 'wall clocks jump by an hour',
    requireReplicas: 1,
    // One reading more, and nothing else.
    run: async (at, scene) => {
      scene.processes = []
      const hour = 3_600_000
      for (const sign of [1, -1, -1, 1]) {
        for (const [n, name] of everybody.entries())
          at.tell([name], { do: 'jump', ms: n % 2 === 0 ? sign * hour : -sign * hour })
        await at.wait(at.random.between(300, 700))
      }
    },
  },
  crash('before the script'),
  crash('behind the script'),
  crash('before the reply counts'),
  {
    fault: 'F16',
    title: '1,000 identical checks at once, right after a revocation',
    requireReplicas: 1,
    run: async (at, scene) => {
      scene.processes = []
      for (let n = 0; n < 3; n++) {
        const { cell } = await at.revocation(writers)
        at.tell(checkers, { do: 'crowd', cell, count: 1_000 })
        await at.wait(300)
      }
    },
  },
]
