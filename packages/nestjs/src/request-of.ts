import type { ContextType, ExecutionContext } from '@nestjs/common'

/** The kinds of context that have handlers Trilatch can guard; any other is refused. */
export type Kind = 'http' | 'graphql' | 'ws' | 'rpc'

const kinds: readonly string[] = ['http', 'graphql', 'ws', 'rpc']

/** Which kind a context is; `undefined` for one that Trilatch does not know. */
export function kindOf(context: ExecutionContext): Kind | undefined {
  const type = context.getType<ContextType | 'graphql'>()
  return kinds.includes(type) ? type : undefined
}

const field = (from: unknown, name: string): unknown =>
  typeof from === 'object' && from !== null && Object.hasOwn(from, name)
    ? (from as Readonly<Record<string, unknown>>)[name]
    : undefined

/** The arguments of a GraphQL field; reference resolvers have none. */
const graphqlArguments = (args: readonly unknown[]): unknown => (args.length > 3 ? args[1] : undefined)

/**
 * What carries the caller: the HTTP request; for GraphQL the request in its context (`req`, `request` or
 * `reply.request`), or the context itself; for a WebSocket message the client; for a microservice the message's context.
 */
// The caller knows what its platform has.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function requestOf<Request = Record<string, unknown>>(context: ExecutionContext): Request {
  const args: unknown[] = context.getArgs()
  switch (kindOf(context)) {
    case 'graphql': {
      const carrier = args.at(-2)
      return (field(carrier, 'req') ??
        field(carrier, 'request') ??
        field(field(carrier, 'reply'), 'request') ??
        carrier) as Request
    }
    case 'rpc':
      return context.switchToRpc().getContext()
    default:
      return args[0] as Request
  }
}

/** What `{ param }` reads from: a route's parameters, a field's arguments, or a message. */
export function paramsOf(context: ExecutionContext): unknown {
  const args: unknown[] = context.getArgs()
  switch (kindOf(context)) {
    case 'http':
      return (args[0] as { readonly params?: unknown }).params
    case 'graphql':
      return graphqlArguments(args)
    case 'ws':
      return context.switchToWs().getData<unknown>()
    case 'rpc':
      return context.switchToRpc().getData<unknown>()
    default:
      return undefined
  }
}

/** Whether a route decides which parameters there are: of a message its sender does. */
export const isRouted = (context: ExecutionContext): boolean => kindOf(context) === 'http'

/**
 * What stands for one message of a microservice: its data, for a transport of the application's own may keep one
 * context for all messages. Nest's make one for each, which serves where the data is plain text.
 */
function messageOf(context: ExecutionContext): unknown {
  const data: unknown = context.switchToRpc().getData()
  if (typeof data === 'object' && data !== null) return data
  const own: unknown = context.switchToRpc().getContext()
  return typeof (own as { readonly getArgByIndex?: unknown } | undefined)?.getArgByIndex === 'function'
    ? own
    : undefined
}

/**
 * What stands for one request, message or operation, so that all that asks about it shares one access. `undefined`
 * where nothing does: a message that is plain text.
 */
export function callKeyOf(context: ExecutionContext): object | undefined {
  const args: unknown[] = context.getArgs()
  const key = {
    http: () => args[0],
    // Made anew for each operation, and for each message of a subscription; the context lives as long as the socket.
    graphql: () => field(args.at(-1), 'variableValues'),
    ws: () => context.switchToWs().getData<unknown>(),
    rpc: () => messageOf(context),
  }[kindOf(context) ?? 'http']()
  return typeof key === 'object' && key !== null ? key : undefined
}

/** What stands for one run of a handler: several fields of one GraphQL operation are several. */
export function runKeyOf(context: ExecutionContext): object | undefined {
  if (kindOf(context) !== 'graphql') return callKeyOf(context)
  const info: unknown = context.getArgs().at(-1)
  return typeof info === 'object' && info !== null ? info : undefined
}
