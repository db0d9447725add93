import type { DecisionDocument, DecisionsDocument, PermissionsDocument } from '../documents.ts'

/** A handler that answers `/permissions` and `/decisions`, as `createMe` makes it. */
export interface MeHandler {
  fetch(request: Request, context: never): Response | Promise<Response>
}

/** What a page is to carry. */
export interface PageBlockOptions {
  /** What the page will ask about named resources; any number. */
  readonly questions?: readonly { readonly permission: string; readonly resource: string }[]
  /** Where browsers reach the handler. Default `/api/me`. */
  readonly url?: string
}

/** Questions of one request. */
const most = 100

/** Only what browsers read: what is told about a permission is longer. */
function lean({ version, permissions, otherwise }: PermissionsDocument): PermissionsDocument {
  const list = permissions.map(({ permission, state, some, reason, message, code, someMessage }) => ({
    permission,
    state,
    some,
    reason,
    ...(message === undefined ? {} : { message }),
    ...(code === undefined ? {} : { code }),
    ...(someMessage === undefined ? {} : { someMessage }),
  }))
  return { version, permissions: list, ...(otherwise === undefined ? {} : { otherwise }) }
}

async function makeBlock(
  me: MeHandler,
  access: unknown,
  { questions = [], url }: PageBlockOptions,
): Promise<string> {
  // What a mounted handler is told; there is no request of a browser here.
  const context = { access, subject: null, session: undefined, address: undefined, basePath: '' } as never
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await me.fetch(new Request(`http://localhost${path}`, init), context)
    if (response.status === 200) return response.json()
    throw new Error(`Cannot tell a page what somebody may do: ${path} answered ${response.status}`)
  }
  const permissions = lean((await ask('/permissions', {})) as PermissionsDocument)
  const decisions: DecisionDocument[] = []
  for (let at = 0; at < questions.length; at += most) {
    const answer = (await ask('/decisions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ questions: questions.slice(at, at + most) }),
    })) as DecisionsDocument
    decisions.push(...answer.decisions)
  }
  // `<` alone can end a script element, or begin what looks like one.
  const text = JSON.stringify({ url, permissions, decisions }).replaceAll('<', String.raw`\u003c`)
  return `<script type="application/json" id="trilatch">${text}</script>`
}

/**
 * The `<script type="application/json">` that carries somebody's answers in a page, so that nothing has to be asked
 * first and nothing flickers. It is data: a policy for scripts need not allow it. The page is for one person then;
 * see that no cache keeps it.
 *
 * @param me The very handler that browsers ask, so that a page carries what it would answer.
 * @param access Of the person whom the page is for.
 * @throws TypeError for what is no handler, and for the promise of an access; it rejects with an Error when the handler answers with anything but 200: a page is not sent with less than it was to carry.
 */
export function pageBlock(me: MeHandler, access: unknown, options: PageBlockOptions = {}): Promise<string> {
  if (typeof me?.fetch !== 'function')
    throw new TypeError('pageBlock takes what createMe() gives, then the access: pageBlock(me, access)')
  if (typeof access !== 'object' || access === null || 'then' in access)
    throw new TypeError(
      'pageBlock takes the access of the person whom the page is for: pageBlock(me, await access(request))',
    )
  const block = makeBlock(me, access, options)
  // In a template a promise would be the text "[object Promise]", and a page without answers.
  return Object.defineProperty(block, 'toString', {
    value: () => {
      throw new TypeError('pageBlock gives a promise: write ${await pageBlock(…)}')
    },
  })
}
