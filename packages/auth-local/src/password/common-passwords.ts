const leastLength = 8

let known: Promise<ReadonlySet<string>> | undefined

/**
 * Passwords that many people have, in lower case: those of at least 8 characters in the list of zxcvbn
 * (`@zxcvbn-ts/language-common`, MIT, some 18,000, drawn from published breaches). Read when first asked for.
 */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  known ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => {
    const list = dictionary['passwords-common']
    if (!Array.isArray(list) || list.length < 10_000)
      throw new Error('@zxcvbn-ts/language-common has no list of common passwords')
    return new Set(list.filter((word) => word.length >= leastLength))
  })
  return known
}
