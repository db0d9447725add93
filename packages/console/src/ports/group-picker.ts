/** Which groups are looked for. */
export interface GroupQuery {
  /** One of `providers`. */
  readonly provider: string
  /** In names and titles; at most 64 characters, never a pattern. Empty: all. */
  readonly text: string
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 200. */
  readonly limit: number
}

/** Where groups are looked for, to pick one: `groupPicker(strategies)` of `@trilatch/auth` makes it. */
export interface GroupPicker {
  /** The providers whose groups can be looked for, as mapping rows name them. */
  readonly providers: readonly string[]
  search(
    query: GroupQuery,
    signal: AbortSignal,
  ): Promise<{
    readonly items: readonly { readonly name: string; readonly title?: string }[]
    readonly next?: string
  }>
}
