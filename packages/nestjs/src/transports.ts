import type { RpcException } from '@nestjs/microservices'
import type { WsException } from '@nestjs/websockets'
import type { Way } from './handlers.ts'

/** The exceptions of packages that an application need not have. */
export interface Transports {
  readonly WsException?: typeof WsException | undefined
  readonly RpcException?: typeof RpcException | undefined
}

/** Loads what the handlers of an application need, and nothing else. */
export async function loadTransports(ways: ReadonlySet<Way>): Promise<Transports> {
  const [websockets, microservices] = await Promise.all([
    ways.has('ws') ? import('@nestjs/websockets') : undefined,
    ways.has('rpc') ? import('@nestjs/microservices') : undefined,
  ])
  return { WsException: websockets?.WsException, RpcException: microservices?.RpcException }
}
