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
