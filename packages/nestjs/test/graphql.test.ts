// A real GraphQL server: queries, mutations, fields, subscriptions.
import { setTimeout as pause } from 'node:timers/promises'
import { ApolloDriver } from '@nestjs/apollo'
import type { ApolloDriverConfig } from '@nestjs/apollo'
import {
  Args,
  Field,
  GraphQLModule,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  ResolveReference,
  Resolver,
  Subscription,
} from '@nestjs/graphql'
import type { Type } from '@nestjs/common'
import { createClient } from 'graphql-ws'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Access } from '../src/index.ts'
import { create, guarded, serve, stopAll } from './application.ts'
import { as, CurrentAccess, CurrentResource, Permission, PermissionSome, Public, SignedIn } from './policy.ts'

afterEach(stopAll)

@ObjectType()
class Design {
  @Field(() => String)
  name = ''
}

const accesses: Access[] = []
const meeting = Promise.withResolvers()
let together = 0

@Resolver(() => Design)
class DesignResolver {
  @Query(() => Design)
  @Permission('design.view', { param: 'name' })
  async design(@Args('name', { type: () => String }) name: string, @CurrentAccess() access: Access) {
    await pause(1)
    accesses.push(access)
    return { name }
  }

  @Query(() => String)
  @Permission('design.view', {
    resource: async (context) => {
      const { name } = context.getArgByIndex<{ name: string }>(1)
      // Those of one operation are found at the same moment.
      if (name.startsWith('together.') && ++together === 3) meeting.resolve(undefined)
      if (name.startsWith('together.')) await meeting.promise
      return name === 'finance.none' ? null : { name }
    },
  })
  found(@Args('name', { type: () => String }) _name: string, @CurrentResource() resource: { name: string }) {
    return resource.name
  }

  @Query(() => [String])
  @PermissionSome('design.view')
  designs(@CurrentAccess() access: Access) {
    return access.filter('design.view', ['finance.costs', 'sales.eu'])
  }

  @Mutation(() => String)
  @Permission('project.create')
  create() {
    return 'created'
  }

  @Query(() => String)
  @SignedIn()
  asserted(@CurrentAccess() access: Access) {
    access.assert('project.create')
    return 'inside'
  }

  @Query(() => String)
  @Public()
  open() {
    return 'inside'
  }

  @Query(() => String)
  silent() {
    return 'inside'
  }

  @ResolveField(() => String)
  title(@Parent() design: Design) {
    return `The ${design.name}`
  }
}

const graphql = (options: Partial<ApolloDriverConfig> = {}) =>
  GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: ApolloDriver,
    autoSchemaFile: true,
    includeStacktraceInErrorResponses: false,
    ...options,
  })

interface Told {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[]
}

async function start(
  resolvers: readonly Type[] = [DesignResolver],
  options: Partial<ApolloDriverConfig> = {},
) {
  const { ask, origin } = await serve('express', [], {
    imports: [graphql(options), guarded()],
    providers: [...resolvers],
  })
  const query = async (text: string, who: { headers?: Record<string, string> } = {}): Promise<Told> => {
    const headers = { 'content-type': 'application/json', ...who.headers }
    return JSON.parse(
      (await ask('/graphql', { method: 'POST', body: JSON.stringify({ query: text }), headers })).text,
    ) as Told
  }
  return { query, origin }
}

describe('An operation', () => {
  it('is run for who may, and ends in an error with code, status and permissions for others', async () => {
    const { query } = await start()
    expect(await query('{ design(name: "finance.costs") { name title } }', as('analyst'))).toEqual({
      data: { design: { name: 'finance.costs', title: 'The finance.costs' } },
    })
    const refused = await query('{ design(name: "sales.eu") { name } }', as('analyst'))
    expect(refused.data).toBeNull()
    expect(refused.errors?.[0]).toMatchObject({
      message: 'Requires permission: Design › View Design',
      extensions: {
        code: 'TRILATCH_FORBIDDEN',
        status: 403,
        permissions: [{ id: 'design.view', title: 'Design › View Design' }],
      },
    })
    const nobody = await query('{ design(name: "finance.costs") { name } }')
    expect(nobody.errors?.[0]).toMatchObject({
      message: 'Sign in to do this.',
      extensions: { code: 'TRILATCH_UNAUTHENTICATED', status: 401 },
    })
    expect(nobody.errors?.[0]?.extensions).not.toHaveProperty('permissions')
    expect(await query('mutation { create }', as('creator'))).toEqual({ data: { create: 'created' } })
    expect((await query('mutation { create }', as('analyst'))).errors?.[0]?.extensions['code']).toBe(
      'TRILATCH_FORBIDDEN',
    )
    expect(await query('{ designs }', as('analyst'))).toEqual({ data: { designs: ['finance.costs'] } })
    expect(await query('{ open }')).toEqual({ data: { open: 'inside' } })
  })

  it('is refused for a name that is none, and for a thing that does not exist', async () => {
    const { query } = await start()
    const code = async (text: string, who: { headers?: Record<string, string> }) =>
      (await query(text, who)).errors?.[0]?.extensions['code']
    expect(await code('{ design(name: "a//b") { name } }', as('admin'))).toBe('TRILATCH_RESOURCE_IMPROPER')
    expect(await code('{ found(name: "finance.none") }', as('curator'))).toBe('TRILATCH_NOT_FOUND')
    expect(await code('{ found(name: "finance.none") }', as('analyst'))).toBe('TRILATCH_FORBIDDEN')
    expect(await code('{ asserted }', as('analyst'))).toBe('TRILATCH_FORBIDDEN')
    expect(await code('{ silent }', as('admin'))).toBe('TRILATCH_ROUTE_UNPROTECTED')
  })

  it('has one access for all its fields, and each field its own resource', async () => {
    const { query } = await start()
    accesses.length = 0
    await query(
      '{ a: design(name: "finance.a") { name } b: design(name: "finance.b") { name } }',
      as('analyst'),
    )
    await query('{ c: design(name: "finance.c") { name } }', as('analyst'))
    expect(accesses).toHaveLength(3)
    expect(accesses[0]).toBe(accesses[1])
    const three = '{ a: found(name: "together.1") b: found(name: "together.2") c: found(name: "together.3") }'
    expect(await query(three, as('curator'))).toEqual({
      data: { a: 'together.1', b: 'together.2', c: 'together.3' },
    })
  })
})

describe('Fields', () => {
  @Resolver(() => Design)
  class GuardedField {
    @Query(() => Design)
    @Public()
    any() {
      return { name: 'finance.costs' }
    }
    @ResolveField(() => String)
    @Permission('report.view')
    secret() {
      return 'inside'
    }
    @ResolveField(() => String)
    plain() {
      return 'inside'
    }
  }

  it('with a permission are refused at start unless GraphQLModule runs guards for them', async () => {
    const app = await create('express', { imports: [graphql(), guarded()], providers: [GuardedField] })
    await expect(app.init()).rejects.toMatchObject({
      code: 'TRILATCH_GUARD_INVALID',
      message: expect.stringContaining(
        "GuardedField.secret resolves a part of an object, and GraphQLModule runs no guards there: give it fieldResolverEnhancers: ['guards']",
      ) as string,
    })
  })

  it('of a class with a permission too', async () => {
    @Resolver(() => Design)
    @Permission('report.view')
    class GuardedClass {
      @Query(() => Design)
      any() {
        return { name: 'finance.costs' }
      }
      @ResolveField(() => String)
      part() {
        return 'inside'
      }
    }
    const app = await create('express', { imports: [graphql(), guarded()], providers: [GuardedClass] })
    await expect(app.init()).rejects.toThrow('GuardedClass.part resolves a part of an object')
  })

  it('of federated objects have to say who may ask for them', async () => {
    @Resolver(() => Design)
    class Federated {
      @Query(() => Design)
      @Public()
      any() {
        return { name: 'finance.costs' }
      }
      @ResolveReference()
      resolveReference(reference: Design) {
        return reference
      }
    }
    @Resolver(() => Design)
    @Public()
    class OpenFederated extends Federated {}
    const silent = await create('express', { imports: [graphql(), guarded()], providers: [Federated] })
    await expect(silent.init()).rejects.toThrow(
      "Federated.resolveReference resolves a part of an object, and GraphQLModule runs no guards there: give it fieldResolverEnhancers: ['guards'], or say @Public()",
    )
    const open = await create('express', { imports: [graphql(), guarded()], providers: [OpenFederated] })
    await open.init()
  })

  it('are guarded where it does, and those that say nothing follow the operation', async () => {
    const { query } = await start([GuardedField], { fieldResolverEnhancers: ['guards'] })
    expect(await query('{ any { name plain } }')).toEqual({
      data: { any: { name: 'finance.costs', plain: 'inside' } },
    })
    expect(await query('{ any { secret } }', as('reader'))).toEqual({ data: { any: { secret: 'inside' } } })
    const refused = await query('{ any { secret } }', as('analyst'))
    expect(refused.data).toBeNull()
    expect(refused.errors?.[0]?.extensions['code']).toBe('TRILATCH_FORBIDDEN')
  })
})

describe('A resolver', () => {
  it('that a factory makes, or that is known by another token, is guarded', async () => {
    const app = await create('express', {
      imports: [graphql(), guarded()],
      providers: [{ provide: 'made', useFactory: () => new DesignResolver() }],
    })
    await app.listen(0, '127.0.0.1')
    const ask = async (text: string, who: object) => {
      const headers = { 'content-type': 'application/json', ...who }
      const url = `${await app.getUrl()}/graphql`
      return (await fetch(url, { method: 'POST', body: JSON.stringify({ query: text }), headers })).text()
    }
    expect(await ask('{ silent }', as('admin').headers)).not.toContain('inside')
    expect(await ask('mutation { create }', as('analyst').headers)).not.toContain('created')
    expect(await ask('mutation { create }', as('creator').headers)).toContain('created')
  })
})

describe('A subscription', () => {
  it('is refused to who may not, and has a new access for each message', async () => {
    const seen: Access[] = []
    @Resolver(() => Design)
    class Ticks {
      @Query(() => String)
      @Public()
      open() {
        return 'inside'
      }
      @Subscription(() => Design)
      @Permission('project.create')
      async *ticks() {
        for (const name of ['one', 'two']) {
          await pause(5)
          yield { ticks: { name } }
        }
      }
      @ResolveField(() => String)
      @SignedIn()
      who(@CurrentAccess() access: Access) {
        seen.push(access)
        return access.subjectId
      }
    }
    const { origin } = await start([Ticks], {
      fieldResolverEnhancers: ['guards'],
      subscriptions: {
        'graphql-ws': {
          onConnect: ({ connectionParams, extra }: { connectionParams?: unknown; extra: unknown }) => {
            Object.assign(extra as object, { headers: connectionParams })
          },
        },
      },
      context: (context: { req?: unknown; extra?: unknown }) => ({ req: context.req ?? context.extra }),
    })
    const ask = async (headers: Record<string, string>) => {
      const client = createClient({
        url: `${origin.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: headers,
        lazy: false,
        retryAttempts: 0,
      })
      const got: unknown[] = []
      try {
        for await (const message of client.iterate({ query: 'subscription { ticks { name who } }' }))
          got.push(message)
      } finally {
        await client.dispose()
      }
      return got
    }
    expect(JSON.stringify(await ask(as('creator').headers))).toBe(
      '[{"data":{"ticks":{"name":"one","who":"ada"}}},{"data":{"ticks":{"name":"two","who":"ada"}}}]',
    )
    expect(seen).toHaveLength(2)
    expect(seen[0]).not.toBe(seen[1])
    expect(JSON.stringify(await ask(as('analyst').headers))).toContain('TRILATCH_FORBIDDEN')
    expect(seen).toHaveLength(2)
  })
})

it('an operation declared as a field of a root type with another name is refused at start', async () => {
  @Resolver('RootQuery')
  class Root {
    @ResolveField('secret')
    secret() {
      return 'leaked'
    }
  }
  const typeDefs = 'schema { query: RootQuery } type RootQuery { secret: String }'
  const graphql = GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, typeDefs })
  await expect(serve('express', [], { imports: [guarded(), graphql], providers: [Root] })).rejects.toThrow(
    /Root\.secret resolves an operation of RootQuery as if it were a field/,
  )
})
