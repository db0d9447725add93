import type { ModulesContainer } from '@nestjs/core'

/** Under which token a GraphQLModule keeps its options. */
const token = 'GqlModuleOptions'

/** Whether every GraphQL module of an application runs guards before the resolvers of fields too. */
export function guardsFields(modules: ModulesContainer): boolean {
  return Array.from(modules.values()).every(({ providers }) => {
    const wrapper = providers.get(token)
    if (wrapper === undefined) return true
    const options = wrapper.instance as { readonly fieldResolverEnhancers?: readonly string[] } | undefined
    return options?.fieldResolverEnhancers?.includes('guards') === true
  })
}

interface SchemaHost {
  readonly schema: Record<
    'getQueryType' | 'getMutationType' | 'getSubscriptionType',
    () => { readonly name: string } | null
  >
}

/** The names of the root types of every GraphQL schema of an application, once the schemas are made. */
export function rootTypes(modules: ModulesContainer): ReadonlySet<string> {
  const hosts = Array.from(modules.values(), ({ providers }) => [...providers.values()])
    .flat()
    .filter(
      ({ name, instance }) => name === 'GraphQLSchemaHost' && instance !== undefined && instance !== null,
    )
  const names = hosts.flatMap(({ instance }) => {
    const { schema } = instance as SchemaHost
    return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map(
      (type) => type?.name,
    )
  })
  return new Set(names.filter((name) => name !== undefined))
}
