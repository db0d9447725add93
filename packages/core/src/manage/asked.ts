/** The most characters of what was asked for that are kept. */
const maxAsked = 4_096

/** Names of members that hold what nobody may read later. */
const secret = /pass(?:word|phrase)|secret|token|credential|hash|code|key$/i

/** What somebody asked for, as it may be kept: plain, short and without secrets. `null` where there is nothing to say. */
export function asked(value: unknown): unknown {
  try {
    const text = JSON.stringify(value, (name, member: unknown) => (secret.test(name) ? '(left out)' : member))
    if (text === undefined) return null
    return text.length <= maxAsked ? JSON.parse(text) : { leftOut: text.length }
  } catch {
    return null
  }
}
