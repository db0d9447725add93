import type { Way } from './handlers.ts'

/** An exception's class, said here: the published types must name no package that an application need not have. */
type ExceptionClass = new (error: string | object) => Error

/** The exceptions of packages that an application need not have. */
export interface Transports {
  readonly WsException?: ExceptionClass | undefined
  readonly RpcException?: ExceptionClass | undefined
}

/** Loads what the handlers of an application need, and nothing else. */
export async function loadTransports(ways: ReadonlySet<Way>): Promise<Transports> {
  const [websockets, microservices] = await Promise.all([
    ways.has('ws') ? import('@nestjs/websockets') : undefined,
    ways.has('rpc') ? import('@nestjs/microservices') : undefined,
  ])
  return { WsException: websockets?.WsException, RpcException: microservices?.RpcException }
}
