/** Whether one range of an Accept header is HTML that is wanted (RFC 9110 §12.5.1: a weight of 0 is "not acceptable"). */
function wantsHtml(range: string): boolean {
  const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
  return type === 'text/html' && !parameters.some((parameter) => /^q\s*=\s*0(?:\.0*)?$/.test(parameter))
}

/** Whether a browser asks for a page, and not a program for data: a GET that names HTML. */
export function asksForPage(method: string, accept: string | undefined): boolean {
  return method === 'GET' && (accept ?? '').split(',').some(wantsHtml)
}
