// As much of a browser as signing in needs: cookies, forms without JavaScript, and the headers no page can change.
import { request as send } from 'node:http'
import { defaultTreeAdapter, parse } from 'parse5'
import type { DefaultTreeAdapterTypes } from 'parse5'

type Element = DefaultTreeAdapterTypes.Element

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly location: string | undefined
}

export interface Asking {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: string
}

/** All elements of a document with one of these names, in order. */
export function elements(document: string, ...names: readonly string[]): Element[] {
  const found: Element[] = []
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if (defaultTreeAdapter.isElementNode(node) && names.includes(node.tagName)) found.push(node)
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(parse(document))
  return found
}

export const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((one) => one.name === name)?.value

export function textOf(element: DefaultTreeAdapterTypes.Node | undefined): string {
  if (element === undefined) return ''
  if (defaultTreeAdapter.isTextNode(element)) return element.value
  return 'childNodes' in element ? element.childNodes.map(textOf).join('') : ''
}

/** The forms of a page: where they go, and what they hold. */
export function formsOf(
  document: string,
): { readonly action: string; readonly fields: Record<string, string> }[] {
  const all = elements(document, 'form', 'input')
  const forms: { action: string; fields: Record<string, string> }[] = []
  for (const element of all) {
    if (element.tagName === 'form') forms.push({ action: attribute(element, 'action') ?? '', fields: {} })
    else
      (forms.at(-1) as (typeof forms)[number]).fields[attribute(element, 'name') ?? ''] =
        attribute(element, 'value') ?? ''
  }
  return forms
}

export class Browser {
  readonly #port: number
  readonly cookies = new Map<string, string>()

  constructor(port: number) {
    this.#port = port
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Another browser that has the same cookies now: somebody who stole them. */
  twin(): Browser {
    const other = new Browser(this.#port)
    for (const [name, value] of this.cookies) other.cookies.set(name, value)
    return other
  }

  ask(path: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const all = { ...(cookie === '' ? {} : { cookie }), ...headers }
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
    return new Promise((resolve, reject) => {
      const request = send({
        host: '127.0.0.1',
        port: this.#port,
        path,
        method,
        headers: sent as Record<string, string>,
      })
      request.on('error', reject)
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          for (const line of response.headers['set-cookie'] ?? []) this.#keep(line)
          const { location } = response.headers
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
            location,
          })
        })
      })
      request.end(body)
    })
  }

  page(path: string): Promise<Answer> {
    return this.ask(path, { headers: { accept: 'text/html', 'sec-fetch-site': 'none' } })
  }

  /** Fills a form of a page and sends it. */
  async send(from: Answer, action: string, fields: Record<string, string> = {}): Promise<Answer> {
    const form = formsOf(from.text).find((one) => one.action === action)
    if (form === undefined) throw new Error(`The page has no form to ${action}: ${from.status} ${from.text}`)
    return this.ask(action, this.formOf({ ...form.fields, ...fields }))
  }

  formOf(fields: Record<string, string>): Asking {
    return {
      method: 'POST',
      headers: {
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
        origin: this.origin,
        'sec-fetch-site': 'same-origin',
      },
      body: String(new URLSearchParams(fields)),
    }
  }

  /** As a program does: JSON, and the origin it knows. */
  jsonOf(fields: unknown): Asking {
    return {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.origin },
      body: JSON.stringify(fields),
    }
  }

  json(path: string, fields: unknown): Promise<Answer> {
    return this.ask(path, this.jsonOf(fields))
  }

  /** Who the application says is calling. */
  async me(): Promise<unknown> {
    return JSON.parse((await this.ask('/me')).text) as unknown
  }

  #keep(line: string): void {
    const [pair = '', ...flags] = line.split(';')
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    const gone = flags.some((flag) => /^\s*(?:max-age=0|expires=thu, 01 jan 1970)/i.test(flag))
    if (gone || pair.slice(at + 1) === '') this.cookies.delete(name)
    else this.cookies.set(name, pair.slice(at + 1))
  }
}
