import { afterAll, beforeAll, vi } from 'vitest'

/** Keeps what operators are warned of from the screen; gives it. */
export function hushed(): readonly string[] {
  const told: string[] = []
  beforeAll(() => {
    vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void told.push(String(warning)))
  })
  afterAll(() => {
    vi.restoreAllMocks()
  })
  return told
}
