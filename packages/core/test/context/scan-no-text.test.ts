import { expect, it } from 'vitest'
import { scanContext } from '../../src/context/scan-context.ts'

it.each([undefined, null])(
  'What is no text is a mistake of the caller, not a fault of a context: %s',
  (text) => {
    expect(() => scanContext(text as never)).toThrow(TypeError)
  },
)
