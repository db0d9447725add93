import type { SignedIn } from '../session-port.ts'

/** What a session carries on that gets another id: the same person, who has just proved who they are. */
export function renewed({ subject, strategy }: SignedIn, epoch: string): SignedIn {
  return { subject, epoch, signedInAt: Date.now(), ...(strategy === undefined ? {} : { strategy }) }
}
