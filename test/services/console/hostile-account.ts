interface Met {
  readonly shown: Set<string>
  readonly refused: Set<string>
}

/** Which payloads each name has been shown with, as text, and which it was refused. */
export class Account {
  readonly #payloads: readonly string[]
  readonly #names = new Map<string, Met>()

  constructor(payloads: readonly string[]) {
    this.#payloads = payloads
  }

  #of(name: string): Met {
    const met = this.#names.get(name) ?? { shown: new Set(), refused: new Set() }
    this.#names.set(name, met)
    return met
  }

  /**
   * Counts those that are among the texts letter by letter, with nothing beside them.
   *
   * @param form What the page says around one.
   */
  shown(name: string, texts: readonly string[], form = (payload: string): string => payload): void {
    const there = new Set(texts)
    const { shown } = this.#of(name)
    for (const payload of this.#payloads) if (there.has(form(payload))) shown.add(payload)
  }

  /**
   * Counts those that were refused with a code, where the page says so: their texts and codes are in the same order.
   *
   * @param says What is in the text of one.
   */
  refused(
    name: string,
    tried: readonly string[],
    { texts, codes }: { readonly texts: readonly string[]; readonly codes: readonly unknown[] },
    code: string,
    says: (payload: string) => string,
  ): void {
    const { refused } = this.#of(name)
    for (const [at, payload] of tried.entries())
      if (codes[at] === code && texts[at]?.includes(says(payload)) === true) refused.add(payload)
  }

  /** How many each name was refused; the others it has shown. */
  refusals(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#names].map(([name, { refused }]) => [name, refused.size]))
  }

  /** Names that have met one neither way, or both ways, and what it is. */
  faults(): readonly string[] {
    return [...this.#names].flatMap(([name, { shown, refused }]) =>
      this.#payloads
        .filter((payload) => shown.has(payload) === refused.has(payload))
        .map((payload) => `${name}: ${payload}`),
    )
  }
}
