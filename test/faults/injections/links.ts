// Faults of the network between processes and Redis.
import type { Installation } from '../installation.ts'
import type { Injection, Scene } from './injection.ts'

/** Cuts one process off, in silence or with a reset. */
async function cutOff(
  at: Installation,
  scene: Scene,
  job: 'check' | 'write',
  how: 'drop' | 'blackHole',
): Promise<void> {
  const links = at.topology.of([scene.victim(job)])
  await Promise.all(links.map((link) => link[how]()))
  await scene.dark(scene.processes, () => at.wait(at.random.between(800, 3_000)))
  await Promise.all(links.map((link) => link.pass()))
}

export const links: readonly Injection[] = [
  {
    fault: 'F4',
    title: 'one process is cut off: refused',
    requireReplicas: 1,
    run: (at, scene) => cutOff(at, scene, 'check', 'drop'),
  },
  {
    fault: 'F4',
    title: 'one process is cut off: a black hole',
    requireReplicas: 1,
    run: (at, scene) => cutOff(at, scene, 'check', 'blackHole'),
  },
  {
    fault: 'F4',
    title: 'one process is cut off, and still hears of changes',
    requireReplicas: 1,
    run: async (at, scene) => {
      const link = at.topology.links.get(scene.victim('check'))?.commands
      await link?.blackHole()
      await scene.dark(scene.processes, () => at.wait(at.random.between(1_500, 3_000)))
      await link?.pass()
    },
  },
  {
    fault: 'F5',
    title: 'nobody hears of changes: their connections are reset all the time',
    requireReplicas: 1,
    // It has to be noticed by nobody: all answers come as on a quiet day.
    run: async (at, scene) => {
      scene.processes = []
      const notices = Array.from(at.topology.links.values(), (links) => links.notices)
      for (let n = 0; n < 20; n++) {
        await Promise.all(notices.map((link) => link.reset()))
        await at.wait(100)
      }
    },
  },
  {
    fault: 'F5',
    title: 'nobody hears of changes: their connections are black holes',
    requireReplicas: 1,
    run: async (at, scene) => {
      scene.processes = []
      const notices = Array.from(at.topology.links.values(), (links) => links.notices)
      await Promise.all(notices.map((link) => link.blackHole()))
      await at.wait(2_500)
      await Promise.all(notices.map((link) => link.pass()))
    },
  },
  {
    fault: 'F6',
    title: 'a writing process is cut off: refused',
    requireReplicas: 1,
    run: (at, scene) => cutOff(at, scene, 'write', 'drop'),
  },
  {
    fault: 'F6',
    title: 'a writing process is cut off: a black hole',
    requireReplicas: 1,
    run: (at, scene) => cutOff(at, scene, 'write', 'blackHole'),
  },
  {
    fault: 'F11',
    title: 'Redis is slow, and a fifth of the time connections break',
    requireReplicas: 1,
    run: async (at) => {
      const all = at.topology.of(null)
      for (let n = 0; n < 5; n++) {
        await Promise.all(all.map((link) => link.delay(at.random.between(0, n === 0 ? 100 : 1_000))))
        await Promise.all(all.filter(() => at.random.chance(0.2)).map((link) => link.reset()))
        await at.wait(at.random.between(300, 700))
      }
      await Promise.all(all.map((link) => link.pass()))
    },
  },
  {
    fault: 'F14',
    title: 'replies come after their time limit',
    requireReplicas: 1,
    run: async (at, scene) => {
      const links = at.topology.of([scene.victim('check'), scene.victim('write')])
      await Promise.all(links.map((link) => link.delay(at.random.between(300, 2_500), 'toClient')))
      await at.wait(at.random.between(1_500, 3_000))
      await Promise.all(links.map((link) => link.pass()))
    },
  },
]
