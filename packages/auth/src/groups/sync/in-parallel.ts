/**
 * Has something done for each of a stream, a few at a time and in bounded memory. The first failure ends it, when what
 * had begun has ended.
 *
 * @param done Told in the order of the stream: this one and all before it are done.
 */
export async function inParallel<T>(
  items: AsyncIterable<T> | Iterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
  done: (item: T) => Promise<void> = async () => {},
): Promise<void> {
  const begun: { readonly item: T; readonly ended: Promise<{ readonly error?: unknown }> }[] = []
  const settleFirst = async (): Promise<void> => {
    const first = begun.shift()
    if (first === undefined) return
    const ended = await first.ended
    if ('error' in ended) throw ended.error
    await done(first.item)
  }
  try {
    for await (const item of items) {
      const ended = work(item).then(
        () => ({}),
        (error: unknown) => ({ error }),
      )
      begun.push({ item, ended })
      if (begun.length >= width) await settleFirst()
    }
    while (begun.length > 0) await settleFirst()
  } finally {
    await Promise.all(begun.map(({ ended }) => ended))
  }
}
