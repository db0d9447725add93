import type { Adapter, AdapterPayload } from 'oidc-provider'

/** Where the provider of one test keeps what it knows: codes, tokens, sessions. Nothing expires while a test runs. */
export function keptInMemory(): new (model: string) => Adapter {
  const kept = new Map<string, AdapterPayload>()
  return class KeptInMemory implements Adapter {
    readonly #model: string
    constructor(model: string) {
      this.#model = model
    }
    async upsert(id: string, payload: AdapterPayload): Promise<void> {
      kept.set(`${this.#model}:${id}`, structuredClone(payload))
    }
    async find(id: string): Promise<AdapterPayload | undefined> {
      return structuredClone(kept.get(`${this.#model}:${id}`))
    }
    async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return this.#one((payload) => payload.uid === uid)
    }
    async findByUserCode(code: string): Promise<AdapterPayload | undefined> {
      return this.#one((payload) => payload.userCode === code)
    }
    async consume(id: string): Promise<void> {
      const found = kept.get(`${this.#model}:${id}`)
      if (found !== undefined) found.consumed = Math.floor(Date.now() / 1_000)
    }
    async destroy(id: string): Promise<void> {
      kept.delete(`${this.#model}:${id}`)
    }
    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, { grantId: of }] of kept) if (of === grantId) kept.delete(key)
    }
    #one(is: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
      for (const [key, payload] of kept)
        if (key.startsWith(`${this.#model}:`) && is(payload)) return structuredClone(payload)
      return undefined
    }
  }
}
