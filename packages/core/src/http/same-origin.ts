import { TrilatchError } from '../errors.ts'

function forged(why: string): TrilatchError {
  return new TrilatchError('TRILATCH_REQUEST_FORGED', `The request was refused: ${why}`, { status: 403 })
}

/**
 * Refuses a request that changes something unless this application's own pages, or a person, made it.
 *
 * Browsers say so in `Sec-Fetch-Site`, which no page can forge; `same-site` is another host and refused. Where it is
 * missing, `Origin` must be the application's. Programs send `Origin`.
 *
 * @param origin The application's; `undefined` to compare with `Host`.
 * @throws TrilatchError `TRILATCH_REQUEST_FORGED` (403)
 */
export function checkSameOrigin(headers: Headers, origin: string | undefined): void {
  const site = headers.get('sec-fetch-site')
  if (site !== null) {
    if (site === 'same-origin' || site === 'none') return
    throw forged('it came from another site')
  }
  const given = headers.get('origin')
  if (given === null)
    throw forged(`it names no Origin; programs send ${origin ?? 'the one of this application'}`)
  let parsed: URL
  try {
    parsed = new URL(given)
  } catch {
    throw forged('its Origin is none of an application')
  }
  const same = origin === undefined ? parsed.host === headers.get('host') : parsed.origin === origin
  if (!same || !/^https?:$/.test(parsed.protocol)) throw forged('it came from another origin')
}
