import { describe, expect, it } from 'vitest'
import { applyPatch } from './patch.ts'

function patched(text: string, patch: string): { text: string; lines: number } {
  let found = text
  const lines = applyPatch(patch, { read: () => found, write: (_, changed) => void (found = changed) })
  return { text: found, lines }
}

const patch = '--- a.ts\n+++ a.ts\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n'

describe('a patch', () => {
  it('applies wherever its lines stand, and says how many it changes', () => {
    expect(patched('\nzero\none\ntwo\nthree\nfour\n', patch)).toEqual({
      text: '\nzero\none\n2\nthree\nfour\n',
      lines: 1,
    })
  })

  it.each([
    ['a line around it has changed', '\none\ntwo\n3\n'],
    ['the line has changed', '\none\ntwo!\nthree\n'],
    ['it fits in two places', '\none\ntwo\nthree\nx\none\ntwo\nthree\n'],
  ])('does not apply when %s', (_, text) => {
    expect(() => patched(text, patch)).toThrow('does not apply to a.ts')
  })

  it('has to change something', () => {
    expect(() => patched('\none\n', '')).toThrow('changes nothing')
  })
})
