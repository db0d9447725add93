import { commonPasswords } from './common-passwords.ts'

/** The least and the most characters of a new password; a character is a code point. */
export const leastCharacters = 8
export const mostCharacters = 128

/** Words shorter than this are in too many good passwords. */
const leastWord = 4

/** What a new password must not be made of. */
export interface PasswordContext {
  /** The person's address. */
  readonly email: string | undefined
  /** The name of the application, and words of the application's own. */
  readonly words: readonly string[]
}

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[\s._-]+/g, '')

function contextWords({ email, words }: PasswordContext): readonly string[] {
  const address = email === undefined ? [] : [email, ...email.split(/[@.+]/)]
  const names = words.flatMap((name) => [name, ...name.split(/\s+/)])
  return [...address, ...names].map(lettersOf).filter((word) => word.length >= leastWord)
}

/** Whether hardly anything is left of a password without what everybody knows about this account. */
function isFromContext(password: string, context: PasswordContext): boolean {
  const plain = lettersOf(password)
  return contextWords(context).some((word) => {
    const rest = plain.replaceAll(word, '')
    return rest !== plain && rest.length < leastCharacters
  })
}

/**
 * Why a new password is not taken, as people read it; `undefined` when it is. It is looked at as it came: nothing is cut
 * off, trimmed or folded, and no kinds of characters are asked for (ASVS 5, 6.2).
 */
export async function refusedPassword(
  password: string,
  context: PasswordContext,
): Promise<string | undefined> {
  const characters = Array.from(password)
  if (characters.length < leastCharacters)
    return `A password has at least ${leastCharacters} characters; a few words make a good one.`
  if (characters.length > mostCharacters) return `A password has at most ${mostCharacters} characters.`
  if (new Set(characters).size < 4)
    return 'This password repeats very few characters. Please choose another one.'
  const common = await commonPasswords()
  if (common.has(password.toLowerCase()))
    return 'This password is one of those that are tried first. Please choose another one.'
  if (isFromContext(password, context))
    return 'This password is made of your address or of the name of this place. Please choose another one.'
  return undefined
}
