import { describe, expect, it } from 'vitest'
import { requestNotes } from '../../src/guards/request-notes.ts'

describe('Notes about requests', () => {
  it('are there for those who hold them, and can be exchanged', () => {
    const notes = requestNotes<{ who: string }>()
    const request = { url: '/' }
    expect(notes.of(request)).toBeUndefined()
    const note = { who: 'ann' }
    notes.set(request, note)
    expect(notes.of(request)).toBe(note)
    notes.set(request, { who: 'ben' })
    expect(notes.of(request)).toEqual({ who: 'ben' })
    expect(notes.of({ url: '/' })).toBeUndefined()
  })

  it('of two guards on one request are apart', () => {
    const [one, other] = [requestNotes<string>(), requestNotes<string>()]
    const request = {}
    one.set(request, 'one')
    expect(other.of(request)).toBeUndefined()
    other.set(request, 'other')
    expect([one.of(request), other.of(request)]).toEqual(['one', 'other'])
  })

  it('are seen by nobody else and go along with no copy', () => {
    const notes = requestNotes<string>()
    const request = { url: '/' }
    notes.set(request, 'granted')
    expect(Reflect.ownKeys(request)).toEqual(['url'])
    for (const copy of [
      { ...request },
      Object.assign({}, request),
      Object.create(request),
      structuredClone(request),
    ])
      expect(notes.of(copy as object)).toBeUndefined()
    expect(notes.of(new Proxy(request, {}))).toBeUndefined()
  })

  it('can be made about any object: with a prototype or none, sealed, or a stand-in', () => {
    const notes = requestNotes<string>()
    const objects = [Object.create(null), Object.seal({}), new Proxy({}, {}), [], () => {}] as object[]
    for (const [i, object] of objects.entries()) notes.set(object, `note ${i}`)
    expect(objects.map((object) => notes.of(object))).toEqual(objects.map((_, i) => `note ${i}`))
  })
})
