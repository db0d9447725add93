import type { ExecutionContext, Type } from '@nestjs/common'
import { TrilatchError, whyNoAuthorizer } from '@trilatch/core'
import type { Authorizer, GuardOptions } from '@trilatch/core'

/** What `TrilatchModule.forRoot` takes. */
export interface TrilatchModuleOptions extends GuardOptions<ExecutionContext> {
  readonly authorizer: Authorizer
  /** Controllers, resolvers and gateways whose handlers are open, where they say nothing else: for classes of others. */
  readonly public?: readonly Type[]
}

/** The options, taken apart. */
export interface CheckedOptions {
  readonly authorizer: Authorizer
  readonly open: ReadonlySet<unknown>
  readonly guards: GuardOptions<ExecutionContext>
}

/** The options that are no guard's. */
export const ownOptions = ['authorizer', 'public'] as const

function refuse(message: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot set up TrilatchModule: ${message}`)
}

/** The same without a prototype, so that a polluted one is never read as an option. */
const bare = <Options extends object>(options: Options): Options =>
  Object.assign(Object.create(null) as Options, options)

/** Takes the options apart, and refuses what no guard could be made of. Those of the guards are checked by core. */
export function readOptions(options: TrilatchModuleOptions | undefined): CheckedOptions {
  if (typeof options !== 'object' || options === null)
    refuse('use TrilatchModule.forRoot({ authorizer, subject }) or forRootAsync.')
  const { authorizer, public: open = [], ...guards } = bare<Partial<TrilatchModuleOptions>>(options)
  if (authorizer === undefined) refuse('`authorizer` is required: what createAuthorizer gave.')
  const why = whyNoAuthorizer(authorizer, 'TrilatchModule.forRoot({ authorizer, subject })')
  if (why !== undefined) refuse(why)
  if (!Array.isArray(open) || !open.every((one) => typeof one === 'function'))
    refuse('`public` must be a list of classes, as [HealthController].')
  return { authorizer, open: new Set(open), guards: bare(guards as GuardOptions<ExecutionContext>) }
}
