// The handler without a framework: what is not about sessions or adapters is tried here.
import type { Authorizer } from '@trilatch/core'
import type { SessionPort, SignedIn, SignIn } from '@trilatch/auth'

/** A session that is kept in this process, and says how often it was exchanged. */
export class HeldSession implements SessionPort {
  content: SignedIn | undefined
  exchanged = 0
  get(): SignedIn | undefined {
    return this.content
  }
  async regenerate(content: SignedIn): Promise<void> {
    this.exchanged++
    this.content = content
  }
  async destroy(): Promise<void> {
    this.exchanged++
    this.content = undefined
  }
}

export interface Caller {
  readonly authorizer: Pick<Authorizer, 'access'>
  readonly session: HeldSession
  readonly address?: string
  readonly basePath?: string
}

/** Asks the handler as an adapter would. */
export async function ask(
  signIn: SignIn,
  { authorizer, session, address, basePath = '/auth' }: Caller,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const { subject: id, epoch } = session.content ?? {}
  const subject = id === undefined || epoch === undefined ? null : { id, epoch }
  const access = await authorizer.access(subject)
  const request = new Request(`http://localhost${basePath}${path}`, init)
  return signIn.fetch(request, { access, subject, session, address, basePath })
}

export const origin = 'https://app.example.org'

export const post = (fields: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', origin },
  body: JSON.stringify(fields),
})
