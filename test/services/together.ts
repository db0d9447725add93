/** What can be stopped. */
interface Stoppable {
  stop(): Promise<void>
}

/** Starts several at once. When one fails, those that started are stopped, and the failure is thrown. */
export async function startTogether<T extends Stoppable>(
  starts: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const outcomes = await Promise.allSettled(starts.map((start) => start()))
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure === undefined) return started
  await stopTogether(started)
  throw failure.reason
}

export async function stopTogether(all: readonly Stoppable[]): Promise<void> {
  await Promise.all(all.map((one) => one.stop()))
}
