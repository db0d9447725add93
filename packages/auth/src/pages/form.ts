import type { FormField } from '../strategy.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'

/** What went wrong with a form, and what had been entered. */
export interface FormTrouble {
  readonly text: string
  readonly field?: string
  /** Never passwords: they are not sent back. */
  readonly entered: ReadonlyMap<string, string>
}

/** A form of ours. */
export interface Form {
  /** Unique in its page. */
  readonly id: string
  readonly action: string
  /** What it is called, where a page has several with fields. */
  readonly title?: string
  readonly fields: readonly FormField[]
  readonly hidden: Readonly<Record<string, string | undefined>>
  readonly submit: string
  /** Default false: a button of lesser weight. */
  readonly plain?: boolean
  /** A sentence beneath the button, about what it does. */
  readonly beneath?: string
  readonly trouble?: FormTrouble
  /** What fields are filled with beforehand. */
  readonly prefilled?: ReadonlyMap<string, string>
}

function field(
  form: Form,
  { name, label, type, autocomplete, required = true, hint, fromQuery }: FormField,
): Html {
  const { trouble, prefilled } = form
  const id = `${form.id}-${name}`
  const wrong = trouble?.field === name ? trouble.text : undefined
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(wrong === undefined ? [] : [`${id}-wrong`]),
  ].join(' ')
  const offered = fromQuery === undefined ? undefined : prefilled?.get(fromQuery)
  const value = type === 'password' ? undefined : (trouble?.entered.get(name) ?? offered)
  return html`<div class="field">
    <label for="${id}">${label}${!required && html` <span class="optional">(optional)</span>`}</label>
    ${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${wrong !== undefined && html`<p class="wrong" role="alert" id="${id}-wrong">${wrong}</p>`}
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      ${type === 'text' && html` autocapitalize="none" spellcheck="false"`}${required && html` required`}${described !== '' && html` aria-describedby="${described}"`}${wrong !== undefined && html` aria-invalid="true" autofocus`}${value !== undefined && html` value="${value}"`}
    />
  </div> `
}

/** A form that works without JavaScript. */
export function formOf(form: Form): Html {
  const hidden = Object.entries(form.hidden).flatMap(([name, value]) =>
    value === undefined ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`],
  )
  const { title } = form
  const heading = title !== undefined && html`<h2 id="${form.id}-title">${title}</h2>`
  return html`${heading}
    <form
      method="post"
      action="${form.action}"
      ${title !== undefined && html` aria-labelledby="${form.id}-title"`}
    >
      ${hidden} ${form.fields.map((one) => field(form, one))}
      <button
        type="submit"
        ${form.plain === true && html` class="plain"`}${form.beneath !== undefined && html` aria-describedby="${form.id}-beneath"`}
      >
        ${form.submit}
      </button>
      ${form.beneath !== undefined && html`<p class="beneath" id="${form.id}-beneath">${form.beneath}</p>`}
    </form> `
}

/** What went wrong, where screen readers say it at once; what is about a field of the form is said there. */
export function troubleOf(trouble: FormTrouble | undefined, fields: readonly FormField[]): Html | undefined {
  if (trouble === undefined || fields.some(({ name }) => name === trouble.field)) return undefined
  return html`<div class="error" role="alert"><p>${trouble.text}</p></div>`
}

/** What has just been done, where screen readers say it without being asked. */
export function doneOf(done: string | undefined): Html | undefined {
  return done === undefined ? undefined : html`<div class="done" role="status"><p>${done}</p></div>`
}
