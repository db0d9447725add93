// The replica takes the place of the primary: cleanly, behind it, or beside it.
import { checkers, writers } from '../installation.ts'
import type { Installation } from '../installation.ts'
import { now } from '../messages.ts'
import type { Injection } from './injection.ts'

/** Those who stay with the old primary in a split brain, and those who are led to the new one. */
const oldSide: readonly string[] = [checkers[0], checkers[1], writers[0]]
const newSide: readonly string[] = [checkers[2], checkers[3], writers[1]]

/** Cuts the replica off. @returns Until when it surely has everything, and from when on surely nothing */
async function cutReplica(at: Installation): Promise<{ from: number; surelyFrom: number }> {
  const { primary, link } = at.topology
  const from = now()
  // What this connection writes comes behind all that was written before.
  await primary.command('SET', 'a mark of the controller', String(from))
  if (Number(await primary.command('WAIT', 1, 5_000)) < 1) throw new Error('the replica does not follow')
  await link.blackHole()
  return { from, surelyFrom: now() }
}

async function failOver(at: Installation): Promise<{ begun: number; led: number }> {
  const { topology } = at
  const begun = now()
  await topology.primary.kill()
  await topology.promote()
  await topology.lead(null, topology.primary)
  return { begun, led: now() }
}

export const failovers: readonly Injection[] = [
  {
    fault: 'F7',
    title: 'a failover to a replica that was cut off, without requireReplicas',
    requireReplicas: 0,
    loses: true,
    run: async (at, scene) => {
      const cut = await cutReplica(at)
      await at.revocation()
      // Long enough for everybody to have read it.
      await at.wait(at.options.maxStalenessMs * 1.3)
      const { begun, led } = await failOver(at)
      const loss = { ...cut, to: led, surelyTo: begun, at: begun, by: null, observers: null }
      await scene.accept([loss], false)
      await at.topology.followAgain()
    },
  },
  {
    fault: 'F7',
    title: 'a failover to a replica that was cut off, with requireReplicas',
    requireReplicas: 1,
    run: async (at, scene) => {
      await cutReplica(at)
      await scene.dark(null, async () => {
        await at.wait(at.random.between(1_000, 2_500))
        await failOver(at)
        await at.wait(at.random.between(0, 500))
      })
      await at.topology.followAgain()
    },
  },
  {
    fault: 'F8',
    title: 'a split brain, without requireReplicas',
    requireReplicas: 0,
    loses: true,
    run: async (at, scene) => {
      const { topology } = at
      const cut = await cutReplica(at)
      const leading = now()
      await topology.promote()
      await topology.lead(newSide, topology.primary)
      const led = now()
      await at.revocation(oldSide)
      await at.wait(at.random.between(1_300, 3_000))
      const healing = now()
      await topology.lead(oldSide, topology.primary)
      const healed = now()
      scene.apart({ by: newSide, observers: oldSide, from: leading, to: healed })
      const before = { ...cut, to: led, surelyTo: leading, by: null }
      const meanwhile = { ...cut, to: healed, surelyTo: healing, by: oldSide }
      const losses = [
        { ...before, observers: newSide, at: leading },
        { ...before, observers: oldSide, at: healing },
        { ...meanwhile, observers: newSide, at: leading },
        { ...meanwhile, observers: oldSide, at: healing },
      ]
      await scene.accept(losses, false)
      await topology.followAgain()
    },
  },
  {
    fault: 'F8',
    title: 'a split brain, with requireReplicas',
    requireReplicas: 1,
    run: async (at, scene) => {
      const { topology } = at
      await cutReplica(at)
      await scene.dark(null, async () => {
        await topology.promote()
        await topology.lead(newSide, topology.primary)
        await at.wait(at.random.between(2_000, 4_000))
        await topology.lead(oldSide, topology.primary)
      })
      await topology.followAgain()
    },
  },
]
