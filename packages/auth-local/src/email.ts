import { fail } from '@trilatch/auth'
import type { Fail } from '@trilatch/auth'
import { normalEmail } from '@trilatch/core'

/** The most characters of an address, as RFC 5321 has it. */
const maxEmail = 254

/** Whether what was typed is no address that anybody could have; the same for every account. */
export function isNoEmail(text: string): boolean {
  return text.length > 2 * maxEmail || !text.isWellFormed()
}

const form =
  /^(?=.{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/

/**
 * The address of a new account in its normal form; `undefined` for what is not taken. Letters other than ASCII ones are
 * refused: two of them can look alike, and whether they are the same letter depends on who is asked.
 */
export function newEmail(text: string): string | undefined {
  const email = normalEmail(text)
  return email.length <= maxEmail && form.test(email) ? email : undefined
}

/** What was typed is no address that is taken. */
export const addressWanted = (): Fail =>
  fail({ code: 'invalid', field: 'email', text: 'Please enter an e-mail address of ASCII letters.' })
