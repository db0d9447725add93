// Real TCP microservices, alone and beside an HTTP server, with and without the configuration of the application.
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Controller, Get, Module, Scope } from '@nestjs/common'
import type { INestMicroservice, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ClientProxyFactory, EventPattern, MessagePattern, Payload, Transport } from '@nestjs/microservices'
import type { ClientProxy } from '@nestjs/microservices'
import { firstValueFrom } from 'rxjs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Access } from '../src/index.ts'
import { create, guarded, rootModule, stopAll } from './application.ts'
import { as, CurrentAccess, Permission, Public, SignedIn } from './policy.ts'

const clients = new Set<ClientProxy>()
const services = new Set<INestMicroservice>()

afterEach(async () => {
  for (const client of clients) await client.close()
  clients.clear()
  for (const service of services) await service.close()
  services.clear()
  await stopAll()
})

/** A message says itself who sends it: the test's stand-in for a token in its headers. */
interface Message {
  readonly roles?: readonly string[]
  readonly name?: string
}

const trilatch = () =>
  guarded({
    subject: (context) => {
      if (context.getType() === 'http') return { id: 'web', roles: ['lead'] }
      const { roles } = context.switchToRpc().getData<Message>()
      return roles === undefined ? null : { id: 'ada', roles: [...roles] }
    },
  })

const seen: Access[] = []
const ran: string[] = []

class Handlers {
  @MessagePattern('view')
  @Permission('design.view', { param: 'name' })
  view(@Payload() { name }: Message, @CurrentAccess() access: Access) {
    seen.push(access)
    return `${name} by ${access.subjectId}`
  }
  @MessagePattern({ cmd: 'asserted' })
  @SignedIn()
  asserted(@CurrentAccess() access: Access) {
    access.assert('project.create')
    return 'inside'
  }
  @MessagePattern('unnamed')
  @Permission('design.view', { param: 'name' })
  unnamed() {
    return 'inside'
  }
  @MessagePattern('open')
  @Public()
  open() {
    return 'inside'
  }
  @MessagePattern('silent')
  silent() {
    return 'inside'
  }
  @EventPattern('happened')
  @Permission('project.create')
  happened(@Payload() { name }: Message) {
    ran.push(name ?? '')
  }
}

@Controller()
class Rpc extends Handlers {}

@Controller({ scope: Scope.REQUEST })
class ScopedRpc extends Handlers {}

@Controller('web')
class Mixed extends Handlers {
  @Get()
  @Permission('project.create')
  get() {
    return 'inside'
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function clientOf(port: number) {
  const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } })
  clients.add(client)
  return {
    client,
    send: async (pattern: unknown, message: Message): Promise<unknown> => {
      try {
        return await firstValueFrom(client.send<unknown>(pattern, message))
      } catch (error) {
        return error
      }
    },
  }
}

async function alone(controller: Type): Promise<number> {
  const port = await freePort()
  const module = rootModule({ controllers: [controller], imports: [trilatch()] })
  const service = await NestFactory.createMicroservice(module, {
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port },
    logger: false,
  })
  services.add(service)
  await service.listen()
  return port
}

async function hybrid(
  controller: Type,
  inheritAppConfig: boolean,
  startFirst: boolean,
): Promise<[number, string]> {
  const port = await freePort()
  const app = await create('express', { controllers: [controller], imports: [trilatch()] })
  app.connectMicroservice(
    { transport: Transport.TCP, options: { host: '127.0.0.1', port } },
    { inheritAppConfig },
  )
  if (startFirst) await app.startAllMicroservices()
  await app.listen(0, '127.0.0.1')
  if (!startFirst) await app.startAllMicroservices()
  return [port, await app.getUrl()]
}

const setUps: readonly (readonly [name: string, start: () => Promise<number>])[] = [
  ['alone', () => alone(Rpc)],
  ['alone, with a request-scoped controller', () => alone(ScopedRpc)],
  ['in a hybrid application', async () => (await hybrid(Rpc, false, true))[0]],
  ['in a hybrid application that starts it last', async () => (await hybrid(Rpc, false, false))[0]],
  [
    'in a hybrid application that hands its configuration down',
    async () => (await hybrid(Rpc, true, true))[0],
  ],
  ['in a hybrid application with a controller of both', async () => (await hybrid(Mixed, false, true))[0]],
  [
    'in a hybrid application with a request-scoped controller',
    async () => (await hybrid(ScopedRpc, false, true))[0],
  ],
]

describe.each(setUps)('A microservice %s', (_name, start) => {
  it('answers who may, and tells others why not', async () => {
    const { send, client } = clientOf(await start())
    expect(await send('view', { roles: ['analyst'], name: 'finance.costs' })).toBe('finance.costs by ada')
    expect(await send('view', { roles: ['analyst'], name: 'sales.eu' })).toMatchObject({
      status: 403,
      code: 'TRILATCH_FORBIDDEN',
      message: 'Requires permission: Design › View Design',
      permissions: [{ id: 'design.view', title: 'Design › View Design' }],
    })
    expect(await send('view', { roles: ['admin'] })).toMatchObject({
      status: 400,
      code: 'TRILATCH_RESOURCE_IMPROPER',
    })
    expect(await send('view', { name: 'finance.costs' })).toMatchObject({
      status: 401,
      code: 'TRILATCH_UNAUTHENTICATED',
    })
    expect(await send({ cmd: 'asserted' }, { roles: ['lead'] })).toBe('inside')
    expect(await send({ cmd: 'asserted' }, { roles: ['reader'] })).toMatchObject({
      code: 'TRILATCH_FORBIDDEN',
    })
    expect(await send('open', {})).toBe('inside')
    expect(await send('silent', { roles: ['admin'] })).toMatchObject({ code: 'TRILATCH_ROUTE_UNPROTECTED' })
    ran.length = 0
    client.emit('happened', { roles: ['reader'], name: 'refused' }).subscribe()
    await firstValueFrom(client.emit('happened', { roles: ['lead'], name: 'granted' }), {
      defaultValue: undefined,
    })
    await send('open', {})
    expect(ran).toEqual(['granted'])
  })

  it('warns of no route when a message has no such field: each sends what it likes', async () => {
    const told = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
    try {
      const { send } = clientOf(await start())
      // Of a guard that is asked here alone: it is told once for each.
      expect(await send('unnamed', { roles: ['admin'] })).toMatchObject({
        code: 'TRILATCH_RESOURCE_IMPROPER',
      })
      expect(told).not.toHaveBeenCalled()
    } finally {
      told.mockRestore()
    }
  })

  it('has a new access for each message', async () => {
    const { send } = clientOf(await start())
    seen.length = 0
    await send('view', { roles: ['curator'], name: 'finance.costs' })
    await send('view', { roles: ['curator'], name: 'finance.costs' })
    expect(seen).toHaveLength(2)
    expect(seen[0]).not.toBe(seen[1])
  })
})

it('a hybrid application guards its routes as well', async () => {
  const [, origin] = await hybrid(Mixed, false, true)
  const response = await fetch(`${origin}/web`, as())
  expect([response.status, await response.text()]).toEqual([200, 'inside'])
})

describe('A method that is bound, whose guards Nest drops,', () => {
  class Binding {
    constructor() {
      this.bound = this.bound.bind(this)
    }
    @MessagePattern('bound')
    @Permission('project.create')
    bound() {
      ran.push('bound')
      return 'inside'
    }
  }
  @Controller()
  class Bound extends Binding {}
  @Controller({ scope: Scope.REQUEST })
  class ScopedBound extends Binding {}

  it('does not start, whether the object is made before or after', async () => {
    @Module({ controllers: [Bound] })
    class BoundModule {}
    for (const imports of [
      [trilatch(), BoundModule],
      [BoundModule, trilatch()],
    ]) {
      await expect(create('express', { imports })).rejects.toThrow(
        /Bound.bound is replaced on its object|Cannot assign to read only property 'bound'/,
      )
    }
  })

  it('is not called where the object is made for each message', async () => {
    ran.length = 0
    const [port] = await hybrid(ScopedBound, false, true)
    const { send } = clientOf(port)
    expect(await send('bound', {})).toMatchObject({ message: 'Internal server error' })
    expect(await send('bound', { roles: ['admin'] })).toMatchObject({ message: 'Internal server error' })
    expect(ran).toEqual([])
  })
})
