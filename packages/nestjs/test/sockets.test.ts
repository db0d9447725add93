// Real WebSocket gateways, on socket.io and on ws: no global guard runs there, ours does.
import { once } from 'node:events'
import { IoAdapter } from '@nestjs/platform-socket.io'
import { WsAdapter } from '@nestjs/platform-ws'
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import type { ExecutionContext } from '@nestjs/common'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Access, Subject } from '../src/index.ts'
import { create, guarded, serve, stopAll } from './application.ts'
import { CurrentAccess, CurrentResource, Permission, Public, SignedIn } from './policy.ts'

const sockets = new Set<Socket | WebSocket>()

afterEach(async () => {
  for (const socket of sockets) socket.close()
  sockets.clear()
  await stopAll()
})

/** Who sits at the other end; the test's stand-in for a sign-in when connecting. */
const roles = new Map<string, readonly string[] | undefined>()
let asked = 0

function subject(context: ExecutionContext): Subject | null {
  asked++
  const held = roles.get('now')
  expect(context.switchToWs().getClient<object>()).toBeTypeOf('object')
  return held === undefined ? null : { id: 'ada', roles: [...held] }
}

const seen: Access[] = []

class Messages {
  @SubscribeMessage('view')
  @Permission('design.view', { param: 'name' })
  view(
    @MessageBody() body: { name: string },
    @CurrentAccess() access: Access,
    @CurrentResource() resource: unknown,
  ) {
    seen.push(access)
    return { event: 'viewed', data: { name: body.name, resource } }
  }
  @SubscribeMessage('text')
  @Permission('project.create')
  text(@MessageBody() body: string, @CurrentAccess() access: Access, @ConnectedSocket() _client: unknown) {
    return { event: 'texted', data: `${body} by ${access.subjectId}` }
  }
  @SubscribeMessage('asserted')
  @SignedIn()
  asserted(@CurrentAccess() access: Access) {
    access.assert('project.create')
    return { event: 'asserted', data: 'inside' }
  }
  @SubscribeMessage('open')
  @Public()
  open() {
    return { event: 'opened', data: 'inside' }
  }
  @SubscribeMessage('silent')
  silent() {
    return { event: 'silent', data: 'inside' }
  }
}

@WebSocketGateway()
class Gateway extends Messages {}

const unauthenticated = {
  type: 'about:blank',
  title: 'Unauthorized',
  status: 401,
  detail: 'Sign in to do this.',
  code: 'TRILATCH_UNAUTHENTICATED',
  message: 'Sign in to do this.',
}

describe('On socket.io', () => {
  async function connected() {
    const { origin } = await serve('express', [], {
      imports: [guarded({ subject })],
      providers: [Gateway],
      before: (app) => app.useWebSocketAdapter(new IoAdapter(app)),
    })
    const socket = io(origin, { transports: ['websocket'], reconnection: false })
    sockets.add(socket)
    await new Promise((resolve) => socket.once('connect', () => resolve(undefined)))
    return async (event: string, data?: unknown): Promise<unknown> => {
      const answer = new Promise((resolve) => socket.onAny((name: string, value) => resolve([name, value])))
      socket.emit(event, data)
      try {
        return await answer
      } finally {
        socket.offAny()
      }
    }
  }

  it('a message is handled for who may, and answered with an exception otherwise', async () => {
    const send = await connected()
    roles.set('now', ['analyst'])
    expect(await send('view', { name: 'finance.costs' })).toEqual([
      'viewed',
      { name: 'finance.costs', resource: 'finance.costs' },
    ])
    expect(await send('view', { name: 'sales.eu' })).toEqual([
      'exception',
      expect.objectContaining({
        status: 403,
        code: 'TRILATCH_FORBIDDEN',
        message: 'Requires permission: Design › View Design',
        permissions: [{ id: 'design.view', title: 'Design › View Design' }],
      }),
    ])
    expect(await send('view', 'finance.costs')).toEqual([
      'exception',
      expect.objectContaining({ status: 400 }),
    ])
    expect(await send('view', { name: { toString: 'x' } })).toEqual([
      'exception',
      expect.objectContaining({ status: 400 }),
    ])
    expect(await send('asserted', {})).toEqual([
      'exception',
      expect.objectContaining({ code: 'TRILATCH_FORBIDDEN' }),
    ])
    expect(await send('silent', {})).toEqual([
      'exception',
      expect.objectContaining({ code: 'TRILATCH_ROUTE_UNPROTECTED' }),
    ])
    roles.set('now', ['creator'])
    expect(await send('text', 'hello')).toEqual(['texted', 'hello by ada'])
    expect(await send('asserted', {})).toEqual(['asserted', 'inside'])
    roles.set('now', undefined)
    expect(await send('text', 'hello')).toEqual(['exception', unauthenticated])
    expect(await send('open', {})).toEqual(['opened', 'inside'])
  })

  it('every message has a new access', async () => {
    const send = await connected()
    roles.set('now', ['curator'])
    seen.length = 0
    asked = 0
    await send('view', { name: 'finance.costs' })
    await send('view', { name: 'finance.costs' })
    expect(seen).toHaveLength(2)
    expect(seen[0]).not.toBe(seen[1])
    roles.set('now', [])
    expect(await send('view', { name: 'finance.costs' })).toEqual([
      'exception',
      expect.objectContaining({ status: 403 }),
    ])
    expect(asked).toBeGreaterThanOrEqual(3)
  })
})

describe('On ws', () => {
  it('the handler of a message runs for who may, and for nobody else', async () => {
    const ran: string[] = []
    @WebSocketGateway()
    class Plain {
      @SubscribeMessage('view')
      @Permission('design.view', { param: 'name' })
      view(@MessageBody() body: { name: string }) {
        ran.push(body.name)
        return { event: 'viewed', data: body.name }
      }
      @SubscribeMessage('silent')
      silent() {
        ran.push('silent')
      }
    }
    const { origin } = await serve('fastify', [], {
      imports: [guarded({ subject })],
      providers: [Plain],
      before: (app) => app.useWebSocketAdapter(new WsAdapter(app)),
    })
    const socket = new WebSocket(origin.replace('http', 'ws'))
    sockets.add(socket)
    await once(socket, 'open')
    const send = (event: string, data: unknown) => socket.send(JSON.stringify({ event, data }))
    roles.set('now', ['analyst'])
    send('view', { name: 'sales.eu' })
    send('silent', {})
    const answer = new Promise((resolve) => {
      socket.on('message', (text: Buffer) => {
        const told = JSON.parse(text.toString()) as { event: string }
        if (told.event === 'viewed') resolve(told)
      })
    })
    send('view', { name: 'finance.costs' })
    expect(await answer).toEqual({ event: 'viewed', data: 'finance.costs' })
    expect(ran).toEqual(['finance.costs'])
  })
})

it('a decorated gateway without a message is refused at start: Nest runs no guard when somebody connects', async () => {
  @WebSocketGateway()
  class Connecting {
    @Permission('project.create')
    handleConnection() {}
  }
  await expect(create('express', { imports: [guarded()], providers: [Connecting] })).rejects.toThrow(
    'Connecting.handleConnection is no handler of HTTP, GraphQL, WebSockets or microservices',
  )
})
