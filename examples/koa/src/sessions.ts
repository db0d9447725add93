/** What koa-session asks of a store. */
export interface SessionStore {
  get(id: string): Promise<unknown>
  set(id: string, content: unknown, maxAge: number | 'session' | undefined): Promise<void>
  destroy(id: string): Promise<void>
}

/** Sessions in this process, for development; they end with it. */
export function memorySessions(): SessionStore {
  const kept = new Map<string, { readonly text: string; readonly until: number }>()
  return {
    get: async (id) => {
      const found = kept.get(id)
      return found !== undefined && found.until > Date.now() ? (JSON.parse(found.text) as unknown) : null
    },
    set: async (id, content, maxAge) => {
      const until = typeof maxAge === 'number' ? Date.now() + maxAge : Infinity
      kept.set(id, { text: JSON.stringify(content), until })
    },
    destroy: async (id) => {
      kept.delete(id)
    },
  }
}
