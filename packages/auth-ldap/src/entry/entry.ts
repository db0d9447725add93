import type { Entry as Given } from 'ldapts'

/** An entry of a directory: attributes by name in any case, as texts or bytes. */
export class Entry {
  /** As the directory writes it. */
  readonly dn: string
  readonly #attributes = new Map<string, readonly (string | Buffer)[]>()

  constructor(given: Given) {
    this.dn = given.dn
    for (const [name, values] of Object.entries(given)) {
      if (name === 'dn') continue
      this.#attributes.set(name.toLowerCase(), Array.isArray(values) ? values : [values])
    }
  }

  /** All values as texts; those that are none are left out. */
  texts(name: string): readonly string[] {
    return (this.#attributes.get(name.toLowerCase()) ?? []).filter((value) => typeof value === 'string')
  }

  /** The first value as a text. */
  text(name: string): string | undefined {
    return this.texts(name)[0]
  }

  /** All values as bytes. */
  bytes(name: string): readonly Buffer[] {
    const values = this.#attributes.get(name.toLowerCase()) ?? []
    return values.map((value) => (typeof value === 'string' ? Buffer.from(value) : value))
  }

  /** The names of its attributes, in lower case: those that were asked for and are not there too. */
  names(): readonly string[] {
    return [...this.#attributes.keys()]
  }
}
