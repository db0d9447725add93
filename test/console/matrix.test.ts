// T120: every operation of the OpenAPI document, by every kind of caller, on every framework.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '@trilatch/console'
import type { Declaration, OperationId } from '@trilatch/console'
import type { Subject } from '@trilatch/core'
import { documented as listed, faultsOf } from './as-declared.ts'
import { ask } from './ask.ts'
import { direct } from './direct.ts'
import { callers, expectations } from './expectations.ts'
import type { CallerKind, Sample } from './expectations.ts'
import { hosts } from './hosts.ts'
import type { Listening } from './hosts.ts'
import { butRole, caller, consoleOf, makeWorld, onlyRole, withUsers } from './world.ts'
import type { World } from './world.ts'

/** Somebody of a kind, for an operation. */
function callerFor(kind: CallerKind, id: OperationId): Subject | null {
  const { permission } = expectations[id]
  switch (kind) {
    case 'anonymous':
      return null
    case 'user':
      return caller('eve', 'everything')
    case 'limited':
      return caller('lim', onlyRole(permission))
    case 'other':
      return caller('oth', butRole(permission))
    case 'administrator':
      return caller('root')
  }
}

const addressOf = (path: string, { params = {}, query }: Sample): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')) +
  (query === undefined ? '' : `?${query}`)

describe('The matrix', () => {
  it('has an expectation for every operation, and none that is not there', () => {
    expect(Object.keys(expectations).toSorted()).toEqual(
      listed.map(({ operationId }) => operationId).toSorted(),
    )
  })
})

describe('An operation that shows what another permission is asked for', () => {
  const showing = listed.flatMap(({ operationId: id, method, path }) => {
    const { requires, alsoRequires }: Declaration = operations[id]
    return alsoRequires === undefined ? [] : [{ id, method, path, both: [requires, alsoRequires] }]
  })

  it.each([
    ['previewMappings', ['trilatch.mappings.view', 'trilatch.members.view']],
    ['planImport', ['trilatch.policy.import', 'trilatch.policy.export']],
  ])('is %s, for holders of %s', (id, both) => {
    expect(showing.find((one) => one.id === id)?.both).toEqual(both)
  })

  it.each(showing)(
    'answers holders of both, and of neither alone: $id',
    async ({ id, method, path, both }) => {
      const world = await withUsers(makeWorld())
      const { sample, statuses } = expectations[id]
      const { body, version, ...place } = await sample(world.authorizer.manage('test'), 'thing', world)
      const asked = { method, body, ...(version === undefined ? {} : { version }) }
      const statusFor = async (...held: readonly string[]): Promise<number> => {
        const as = caller('lim', ...held.map(onlyRole))
        return (await ask(direct(world), addressOf(path, place), { ...asked, as })).status
      }
      expect(await statusFor(...both)).toBe(statuses.administrator)
      for (const one of both) expect(await statusFor(one)).toBe(403)
    },
  )
})

describe.each(hosts)('The console on %s', (name, start) => {
  let world: World
  let host: Listening
  beforeAll(async () => {
    world = await withUsers(makeWorld())
    host = await start(world, consoleOf(world))
  })
  afterAll(() => host.close())

  it.each(callers)('T120: answers %s as each operation has it', async (kind) => {
    const found: Record<string, unknown> = {}
    const wanted: Record<string, unknown> = {}
    for (const { method, path, operationId } of listed) {
      const { statuses, sample } = expectations[operationId]
      const thing = `${operationId}-${kind}-${name.replaceAll(/\W/g, '')}`
      const { body, version, ...place } = await sample(world.authorizer.manage('test'), thing, world)
      const answer = await ask(host, addressOf(path, place), {
        as: callerFor(kind, operationId),
        method,
        ...(body === undefined ? {} : { body }),
        ...(version === undefined ? {} : { version }),
      })
      const status = statuses[kind]
      found[operationId] = [answer.status, answer.status < 400 ? undefined : answer.body['code']]
      const code = { 401: 'TRILATCH_UNAUTHENTICATED', 403: 'TRILATCH_FORBIDDEN' }[status]
      wanted[operationId] = [status, code]
      expect(faultsOf(operationId, answer)).toEqual([])
      expect(answer.headers.get('cache-control'), operationId).toBe('no-store')
      expect(answer.headers.get('x-content-type-options'), operationId).toBe('nosniff')
      expect(answer.headers.get('access-control-allow-origin'), operationId).toBeNull()
    }
    expect(found).toEqual(wanted)
  })
})
