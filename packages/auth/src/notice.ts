/** What people are told once, on the page that they come to afterwards. */
const texts = {
  'password-changed': 'Your password has been changed, and all your other sessions have ended.',
  linked: 'You can sign in with this account from now on.',
  unlinked: 'You can no longer sign in with this account, and all your other sessions have ended.',
  'signed-out': 'You have signed out.',
  'signed-out-everywhere': 'You have signed out everywhere.',
} as const

export type Notice = keyof typeof texts

/** Names the notice until it is read. The text is not in it: nobody else can have a page of ours say something. */
export const noticeCookie = 'trilatch-notice'
export const noticeSeconds = 60

/** The sentence of a notice; `undefined` for what is none. */
export function noticeText(name: string | undefined): string | undefined {
  return name !== undefined && Object.hasOwn(texts, name) ? texts[name as Notice] : undefined
}
