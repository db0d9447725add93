// Who calls and when they have signed in, by headers that a real application would never believe.
import type { Subject } from '@trilatch/core'

export interface Asked {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

const header = ({ headers }: Asked, name: string): string | undefined => headers[name] as string | undefined

export const given = {
  /** In `x-caller`, as JSON of a subject; nobody without it. */
  subject: (asked: Asked): Subject | null => {
    const text = header(asked, 'x-caller')
    return text === undefined ? null : (JSON.parse(text) as Subject)
  },
  session: (asked: Asked): { readonly signedInAt: number } => ({
    signedInAt: Number(header(asked, 'x-signed-in-at') ?? 0),
  }),
}
