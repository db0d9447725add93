/** What is acted on: its name, or an object that has it as `name`. */
export type Resource = string | { readonly name: string }

/** Makes the compiler refuse items that have no name of their own. The condition stands beside the items, so that their type stays as it is. */
export type Named<Item> = [Item] extends [Resource] ? unknown : readonly Resource[]

/** What an access gives for each item of `filter`. */
export interface FilterOptions<Item> {
  /** Where an item's name is, when it is neither the item itself nor its `name`. */
  readonly nameOf: (item: Item) => unknown
}
