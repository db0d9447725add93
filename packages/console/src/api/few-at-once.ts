/** How much one request asks of the store at once: a store refuses what is more than it can answer, and others ask too. */
const maxAtOnce = 2

/**
 * Does the same for each item of a page, two at once; the results are in the order of the items. Ends with the first
 * that fails, and begins with no other then.
 */
export async function fewAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const entries = items.entries()
  let hasFailed = false
  const fail = (error: unknown): never => {
    hasFailed = true
    throw error
  }
  const worker = async (): Promise<void> => {
    for (const [at, item] of entries) {
      if (hasFailed) return
      results[at] = await work(item).catch(fail)
    }
  }
  await Promise.all(Array.from({ length: maxAtOnce }, worker))
  return results
}
