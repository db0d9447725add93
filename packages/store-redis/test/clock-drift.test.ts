import { describe, expect, it } from 'vitest'
import { ClockDrift } from '../src/clock-drift.ts'

describe('The clocks of a process and of Redis', () => {
  it('may go a little apart, and are noticed once when they go further', () => {
    const drift = new ClockDrift()
    expect([0, 4_000, -4_000].map((offset) => drift.exceeds(offset, true))).toEqual([false, false, false])
    expect(drift.exceeds(6_000, true)).toBe(true)
    expect([6_000, 9_000].map((offset) => drift.exceeds(offset, true))).toEqual([false, false])
  })

  it('are noticed again after a reading that was not used, until one is', () => {
    const drift = new ClockDrift()
    drift.exceeds(0, true)
    expect(drift.exceeds(6_000, false)).toBe(true)
    expect(drift.exceeds(6_000, false)).toBe(true)
    expect(drift.exceeds(6_000, true)).toBe(true)
    expect(drift.exceeds(6_000, false)).toBe(false)
  })
})
