import { describe, expect, it } from 'vitest'
import type { FaultsEvent } from './events.ts'
import { broken, check, fault, loss, taken, write } from './judge/sample-log.ts'

describe('the checker', () => {
  it('I1: accepts what was taken away as long as the bound, and no longer', () => {
    expect(broken(taken, check('granted', 1_110))).toEqual([])
    expect(broken(taken, check('granted', 1_111))).toEqual(['I1'])
    expect(broken(taken, check('granted', 1_111, { seen: 'first' }))).toEqual(['I1'])
  })

  it('I1: is not misled by a grant that came later, where the version tells what was seen', () => {
    const again = write('again', true, 1_200, 1_210)
    expect(broken(taken, again, check('granted', 1_300, { seen: 'again' }))).toEqual([])
    expect(broken(taken, again, check('granted', 1_300, { seen: 'first' }))).toEqual(['I1'])
  })

  it('I1: does not hold anybody to a write whose end is not known, or that found nothing to do', () => {
    for (const outcome of ['unknown', 'nothing', 'refused'] as const)
      expect(broken(write('u', false, 100, 110, outcome), check('granted', 5_000))).toEqual([])
  })

  it('I1: is not softened by a machine that was starved, nor by a fault', () => {
    const starved: FaultsEvent = { type: 'lag', process: 'c', start: 0, end: 9_000 }
    expect(broken(taken, starved, fault(0, 9_000), check('granted', 2_000))).toEqual(['I1'])
  })

  it('I2: accepts nothing old from the process that wrote', () => {
    expect(broken(taken, check('granted', 110, { process: 'w' }))).toEqual([])
    expect(broken(taken, check('granted', 111, { process: 'w' }))).toEqual(['I2'])
    const again = write('again', true, 200, 210)
    expect(broken(taken, again, check('denied', 211, { process: 'w' }))).toEqual(['I2'])
  })

  it('I3: finds what is denied although it was given long ago', () => {
    const again = write('again', true, 200, 210)
    expect(broken(taken, again, check('denied', 1_210))).toEqual([])
    expect(broken(taken, again, check('denied', 1_211))).toEqual(['I3'])
    const tampered = fault(1_000, 1_300, { denies: true })
    expect(broken(taken, again, tampered, check('denied', 1_211))).toEqual([])
  })

  it('I4: finds an answer that comes from no state, and a version that nobody wrote or that says otherwise', () => {
    expect(broken(check('denied', 50))).toEqual(['I4'])
    expect(broken(check('granted', 50, { seen: 'nobody' }))).toEqual(['I4'])
    expect(broken(taken, check('granted', 150, { seen: 't' }))).toEqual(['I4'])
  })

  it('I4: finds an older state that comes back within the bound', () => {
    const [newer, older] = [check('denied', 120, { seen: 't' }), check('granted', 130, { seen: 'first' })]
    expect(broken(taken, newer, older)).toEqual(['I4'])
    expect(broken(taken, newer, { ...older, process: 'd' })).toEqual([])
  })

  it('I5: finds a write that was refused, and one that is there in part', () => {
    const refused = write('r', false, 100, 110, 'refused')
    expect(broken(refused, check('denied', 150, { seen: 'r' }))).toEqual(['I5'])
    expect(broken(taken, check('torn', 150))).toEqual(['I5'])
  })

  it('I5: lets a write be seen that was cut short with its process', () => {
    const cut = write('cut', false, 100, undefined)
    const anew: FaultsEvent = { type: 'started', process: 'w', at: 500 }
    expect(broken(cut, anew, check('denied', 600, { seen: 'cut' }))).toEqual([])
    expect(broken(cut, anew, check('granted', 9_000, { seen: 'first' }))).toEqual([])
  })

  it('I6: finds a check that took too long, unless its process did not get to run', () => {
    const slow = check('unavailable', 100, { end: 401 })
    const lag: FaultsEvent = { type: 'lag', process: 'c', start: 200, end: 220 }
    expect(broken(fault(0, 500), check('unavailable', 100, { end: 400 }))).toEqual([])
    expect(broken(fault(0, 500), slow)).toEqual(['I6'])
    expect(broken(fault(0, 500), slow, lag)).toEqual([])
    expect(broken(fault(0, 500), slow, { ...lag, process: 'd' })).toEqual(['I6'])
  })

  it('I7: finds what is granted without Redis beyond the bound, and what is done', () => {
    const dark: FaultsEvent = { type: 'dark', processes: ['c'], start: 1_000, end: 4_000 }
    expect(broken(dark, check('granted', 2_000))).toEqual([])
    expect(broken(dark, check('granted', 2_001))).toEqual(['I7'])
    expect(broken(dark, check('granted', 2_001, { process: 'd' }))).toEqual([])
    expect(broken(dark, write('w', true, 1_100, 1_200, 'done', 'c'))).toEqual(['I7'])
  })

  it('I7: finds a process that does not come back within two seconds', () => {
    const started: FaultsEvent = { type: 'started', process: 'c', at: 0 }
    const last = check('unavailable', 5_000)
    expect(broken(started, fault(500, 1_000), check('granted', 2_500), last)).toEqual([])
    expect(broken(started, fault(500, 1_000), check('granted', 3_500), last)).toEqual(['I7'])
    expect(broken(started, fault(500, 1_000), fault(2_000, 9_000), last)).toEqual([])
  })

  it('alarms: finds one that is missing, and one without need', () => {
    expect(broken(fault(1, 2, { alarm: { expected: true, raised: true } }))).toEqual([])
    expect(broken(fault(1, 2, { alarm: { expected: true, raised: false } }))).toEqual(['alarm'])
    expect(broken(fault(1, 2, { alarm: { expected: false, raised: true } }))).toEqual(['alarm'])
  })

  it('crowds: finds many who ask at once and do not share a read', () => {
    const crowd = { type: 'crowd', process: 'c', asked: 1_000 } as const
    expect(broken({ ...crowd, reads: 8 })).toEqual([])
    expect(broken({ ...crowd, reads: 9 })).toEqual(['crowd'])
  })
})

describe('the checker, where Redis has lost something', () => {
  const lost = write('lost', false, 1_000, 1_010)

  it('holds nobody to what was lost, from then on', () => {
    expect(broken(lost, loss(), check('granted', 5_000))).toEqual([])
    expect(broken(lost, loss({ at: 9_000 }), check('granted', 5_000))).toEqual(['I1'])
  })

  it('holds everybody to what was kept', () => {
    expect(broken(taken, loss(), check('granted', 5_000))).toEqual(['I1'])
  })

  it('finds a state that was lost for good and comes back', () => {
    const seen = { seen: 'lost' }
    expect(broken(lost, loss(), check('denied', 4_000, seen))).toEqual([])
    expect(broken(lost, loss(), check('denied', 4_001, seen))).toEqual(['I3'])
  })

  it('knows of two primaries: each side has its own writes until they are one again', () => {
    const side = loss({ by: ['w'], observers: ['d'], at: 900 })
    expect(broken(lost, side, check('granted', 5_000, { process: 'd' }))).toEqual([])
    expect(broken(lost, side, check('granted', 5_000))).toEqual(['I1'])
    const apart: FaultsEvent = { type: 'apart', by: ['w'], observers: ['c'], from: 900, to: 3_000 }
    expect(broken(lost, apart, check('granted', 4_000))).toEqual([])
    expect(broken(lost, apart, check('granted', 4_001))).toEqual(['I1'])
  })

  it('accepts that everything is denied as long as there is nothing', () => {
    const empty = loss({ emptyUntil: 3_500 })
    expect(broken(empty, check('denied', 4_500))).toEqual([])
    expect(broken(empty, check('denied', 4_501))).toEqual(['I4'])
  })
})
