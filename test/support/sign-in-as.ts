/** Signs somebody in with JSON, as programs do; the cookies to send from then on. */
export async function signInAs(origin: string, email: string, password: string): Promise<string> {
  const response = await fetch(`${origin}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new Error(`${email} was not signed in: ${await response.text()}`)
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

/** The passwords that an example has printed at its start, by the name before the @. */
export function printedPasswords(text: string): ReadonlyMap<string, string> {
  return new Map(
    Array.from(text.matchAll(/^ +(\w+)@example\.org +(\S+)$/gm), ([, who = '', password = '']) => [
      who,
      password,
    ]),
  )
}
