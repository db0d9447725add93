/** Markup that is safe to send: made by `html` alone. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Characters that turn the text around them about: what is shown must read as it is. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text for elements and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(turning, '\ufffd').replaceAll(/[&<>"']/g, (character) => named[character] as string)
}

type Part = Html | string | number | undefined | false | readonly Part[]

function render(part: Part): string {
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map(render).join('')
  return part === undefined || part === false ? '' : escapeHtml(String(part))
}

/** A template that escapes everything put into it; pieces of `html` and lists of them stay as they are. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, piece, i) => text + render(parts[i - 1]) + piece))
}
