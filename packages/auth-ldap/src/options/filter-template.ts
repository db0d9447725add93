import { AndFilter, EqualityFilter, FilterParser, NotFilter, OrFilter } from 'ldapts'
import type { Filter } from 'ldapts'

/** Stands for a placeholder while a filter is read: nothing in it means anything in a filter. */
const mark = (name: string): string => `trilatch-placeholder-${name}`

/**
 * A filter with places that are filled later: `(&(objectClass=person)(uid={{username}}))`. It is read once, as a tree;
 * what is put in becomes the value of a comparison and can be nothing else, whatever it holds.
 */
export class FilterTemplate {
  readonly #tree: Filter
  readonly #marks: ReadonlyMap<string, string>
  /** The attributes that each placeholder is compared with. */
  readonly attributes: ReadonlyMap<string, readonly string[]>

  /**
   * @param names The placeholders that it may have.
   * @throws Error that says what cannot be read
   */
  constructor(text: string, names: readonly string[]) {
    if (/\\[89A-Fa-f][0-9A-Fa-f]/.test(text))
      throw new Error('write letters beyond ASCII as they are, and not as \\xx')
    const used = Array.from(text.matchAll(/\{\{(.*?)\}\}/g), ([, name = '']) => name)
    const unknown = used.find((name) => !names.includes(name))
    if (unknown !== undefined)
      throw new Error(`there is no {{${unknown}}}, only ${names.map((name) => `{{${name}}}`).join(' and ')}`)
    this.#marks = new Map(names.map((name) => [mark(name), name]))
    this.#tree = FilterParser.parseString(text.replaceAll(/\{\{(.*?)\}\}/g, (_, name: string) => mark(name)))
    const attributes = new Map<string, string[]>()
    let found = 0
    this.#map(this.#tree, (name, attribute) => {
      found++
      attributes.set(name, [...(attributes.get(name) ?? []), attribute])
      return undefined
    })
    // In a substring, behind a sign of not, or in another comparison, a value would mean something else.
    if (found !== used.length)
      throw new Error('each {{…}} must be the whole value of an =, and not behind a !, as (uid={{username}})')
    this.attributes = attributes
  }

  /**
   * Fills it in.
   *
   * @param fill The filter in the place of a comparison; `undefined` where nothing can match.
   * @returns `undefined` where nothing can match at all
   */
  fill(fill: (name: string, attribute: string) => Filter | undefined): Filter | undefined {
    return this.#map(this.#tree, fill)
  }

  #map(filter: Filter, fill: (name: string, attribute: string) => Filter | undefined): Filter | undefined {
    if (filter instanceof AndFilter) {
      const parts = filter.filters.map((one) => this.#map(one, fill))
      return parts.includes(undefined) ? undefined : new AndFilter({ filters: parts as Filter[] })
    }
    if (filter instanceof OrFilter) {
      const parts = filter.filters.map((one) => this.#map(one, fill)).filter((one) => one !== undefined)
      return parts.length === 0 ? undefined : new OrFilter({ filters: parts })
    }
    if (filter instanceof NotFilter) return filter
    if (!(filter instanceof EqualityFilter) || typeof filter.value !== 'string') return filter
    const name = this.#marks.get(filter.value)
    return name === undefined ? filter : fill(name, filter.attribute)
  }
}

/** A comparison with a value, as it is: text or bytes. */
export const equals = (attribute: string, value: string | Buffer): Filter =>
  new EqualityFilter({ attribute, value })

/** Any of these. */
export const anyOf = (filters: readonly Filter[]): Filter =>
  filters.length === 1 ? (filters[0] as Filter) : new OrFilter({ filters: [...filters] })

/** All of these. */
export const allOf = (filters: readonly Filter[]): Filter =>
  filters.length === 1 ? (filters[0] as Filter) : new AndFilter({ filters: [...filters] })
