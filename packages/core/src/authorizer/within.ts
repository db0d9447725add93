/** What a promise gives, or an error when it takes longer. It goes on; what it fetches has limits of its own. */
export async function within<T>(given: Promise<T>, ms: number, late: () => Error): Promise<T> {
  if (!Number.isFinite(ms)) return given
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms)
  })
  try {
    return await Promise.race([given, end])
  } finally {
    clearTimeout(timer)
  }
}
