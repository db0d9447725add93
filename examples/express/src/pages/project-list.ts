import { html } from './html.ts'
import type { Html } from './html.ts'

const projects = ['apollo', 'gemini']

/** The projects, and a form for another one: greyed out, its button cannot be reached by Enter in the field either. */
export function projectList(): Html {
  return html`<form action="/projects" method="post">
      <label for="name">Name of the project</label>
      <input id="name" name="name" required autocomplete="off" />
      <button data-permission="project.create">Create project</button>
    </form>
    <ul class="rows">
      ${projects.map(
        (name) =>
          html`<li>
            <span>${name}</span>
            <span class="deeds">
              <button
                type="button"
                data-request="DELETE /projects/${name}"
                data-permission="project.delete"
                aria-label="Delete ${name}"
              >
                Delete
              </button>
            </span>
          </li>`,
      )}
    </ul>`
}
