import type { Plugin } from 'vite'

/** Leaves out what widgets say in languages that the page does not speak. */
export function languages(spoken: readonly string[]): Plugin {
  const nothing = '\0no-texts'
  return {
    name: 'languages',
    enforce: 'pre',
    resolveId(source) {
      const tag = /(?:^|\/)([a-z]{2}-[A-Z]{2})\.m?js$/.exec(source)?.[1]
      return tag === undefined || spoken.includes(tag) ? undefined : nothing
    },
    load: (id) => (id === nothing ? 'export default {}' : undefined),
  }
}
