// What is sent slowly: rights count when all of it has come, and not when it began.
import { expect, it } from 'vitest'
import { headersOf } from './ask.ts'
import { direct } from './direct.ts'
import { butRole, makeWorld, withUsers } from './world.ts'

it('does nothing for somebody who lost the right while the body was on its way', async () => {
  const world = await withUsers(makeWorld())
  const { origin, send = fetch } = direct(world)
  const manager = world.authorizer.manage('test')
  const role = butRole('trilatch.health')
  await manager.assign({ subject: 'bob', role })
  await manager.assign({ subject: 'carl', role: 'runner' })
  const { version } = await manager.members('runner')

  const begun = Promise.withResolvers<void>()
  const rest = Promise.withResolvers<string>()
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      begun.resolve()
      controller.enqueue(new TextEncoder().encode(await rest.promise))
      controller.close()
    },
  })
  const answering = send(`${origin}/admin/api/roles/runner/members`, {
    method: 'PATCH',
    headers: headersOf({ as: { id: 'bob' }, version, body }),
    body,
    duplex: 'half',
  })
  await begun.promise
  await manager.unassign({ subject: 'bob', role })
  // It gives nothing to anybody, so that only the right to do it can refuse it.
  rest.resolve(JSON.stringify({ remove: ['carl'] }))

  const answer = await answering
  expect(answer.status).toBe(403)
  expect(await answer.json()).toMatchObject({ code: 'TRILATCH_FORBIDDEN' })
  expect((await manager.audit({ outcome: 'refused' })).items).toMatchObject([
    { actor: 'bob', action: 'console.changeMembers' },
  ])
})
