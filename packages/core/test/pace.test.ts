// Long work in slices. Time is the test's: each look at the clock takes three milliseconds.
import { expect, it } from 'vitest'
import { inTurns, slices } from '../src/pace.ts'
import type { Pace } from '../src/pace.ts'

function testPace(): { pace: Pace; turns: () => number } {
  let [now, turns] = [0, 0]
  return {
    pace: {
      now: () => (now += 3),
      turn: () => {
        turns++
        return Promise.resolve()
      },
    },
    turns: () => turns,
  }
}

function* counting(to: number): Generator<void, number> {
  for (let i = 0; i < to; i++) yield
  return to
}

it('steps are taken for eight milliseconds, then everything else has its turn', async () => {
  const { pace, turns } = testPace()
  expect(await inTurns(counting(30), pace)).toBe(30)
  expect(turns()).toBe(10)
})

it('steps that are soon done are taken at once', async () => {
  const { pace, turns } = testPace()
  expect(await inTurns(counting(2), pace)).toBe(2)
  expect(turns()).toBe(0)
})

it('what a step throws ends the work', async () => {
  function* failing(): Generator<void, void> {
    yield
    throw new RangeError('too far')
  }
  await expect(inTurns(failing(), testPace().pace)).rejects.toThrow(new RangeError('too far'))
})

it('whoever asks after each of its own steps rests when a slice is over, and begins another', async () => {
  const { pace, turns } = testPace()
  const rest = slices(pace)
  const rested: boolean[] = []
  for (let i = 0; i < 8; i++) {
    const before = turns()
    await rest()
    rested.push(turns() > before)
  }
  expect(rested).toEqual([false, false, true, false, false, true, false, false])
})
