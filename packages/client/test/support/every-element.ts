// A page with one of every kind of element that can be shut, and what notices that anything was done with one.

const shut = 'data-permission="project.create"'

/** What stands in the page's body. */
export const everyElement = `
<main>
<h1>Every element</h1>
<p><button id="before">Before</button></p>
<p><button id="button" ${shut} accesskey="k">Create</button>
<button id="opener" popovertarget="menu" ${shut}>Menu</button></p>
<div id="menu" popover>Menu</div>
<p><a id="link" href="/done/link" ${shut}>Create</a>
<a id="blank" href="/done/blank" target="_blank" ${shut}>Create elsewhere</a></p>
<form id="form" action="/done/form"><label>Name <input id="field" name="name"></label>
<button id="submit" ${shut}>Send</button></form>
<form id="whole" action="/done/whole" ${shut}><label>Title <input id="whole-field" name="title"></label>
<button id="whole-submit">Send</button><a id="whole-link" href="/done/whole-link">Whole</a></form>
<p><label id="label" for="checkbox">Publish</label> <input type="checkbox" id="checkbox" ${shut}></p>
<p><label><input type="radio" name="radio" id="radio-a" checked> A</label>
<label><input type="radio" name="radio" id="radio-b" ${shut}> B</label></p>
<p><label>Text <input id="text" value="old" ${shut}></label>
<label>Note <textarea id="area" ${shut}>old</textarea></label></p>
<p><label>Number <input type="number" id="number" value="5" ${shut}></label>
<label>Range <input type="range" id="range" value="50" ${shut}></label>
<label>Date <input type="date" id="date" value="2026-01-01" ${shut}></label>
<label>Colour <input type="color" id="color" value="#102030" ${shut}></label>
<label>File <input type="file" id="file" ${shut}></label></p>
<p><label>Choice <select id="select" ${shut}><option>old</option><option>new</option></select></label>
<label>Other <select id="options"><option>old</option><option id="option" ${shut}>new</option></select></label></p>
<details id="details" ${shut}><summary id="summary">More</summary>Text</details>
<div id="editable" contenteditable role="textbox" aria-label="Words" ${shut}>old</div>
<div id="custom" role="button" ${shut}>Own button</div>
<div id="slider" role="slider" tabindex="0" aria-label="Volume" aria-valuenow="1" ${shut}>Volume</div>
<div id="drag" draggable="true" ${shut}>Drag me</div>
<div id="drop" ${shut}>Drop here</div>
<p id="plain" draggable="true">Drag me, I am free</p>
<div id="late"></div>
</main>
<script src="/notice.js"></script>
<script type="module" src="/start.js"></script>`

/** Notes whatever reaches an element, in \`window.deeds\`. */
export const notice = `
window.deeds = []
const types = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend', 'click', 'auxclick', 'dblclick',
  'contextmenu', 'dragstart', 'dragover', 'drop', 'keydown', 'keyup', 'input', 'change', 'paste', 'submit']
// Own menus and buttons act on any of these; keys that only move on, or about in a text, are nobody's deed.
const moves = ['Tab', 'Escape', 'Shift', 'Control', 'Alt', 'Meta']
const about = (element, { key = '', ctrlKey }) =>
  element.matches('input, textarea, [contenteditable]') && key !== '' && (ctrlKey || /^(?:Arrow|Home|End)/.test(key))
window.notice = (element) => {
  for (const type of types) {
    element.addEventListener(type, (event) => {
      const counts = !event.defaultPrevented && !moves.includes(event.key) && !about(element, event)
      if (counts) window.deeds.push(element.id + ' ' + type)
      if (element.id === 'drop' || type === 'dragover') event.preventDefault()
    })
  }
}
for (const element of document.querySelectorAll('[data-permission], #whole *')) window.notice(element)
document.getElementById('form').addEventListener('submit', () => window.deeds.push('form submit'))
// Where everything works, the page stays all the same, and no window of the browser's own opens.
if (location.search.includes('calm')) {
  for (const type of ['click', 'auxclick', 'submit', 'contextmenu'])
    addEventListener(type, (event) => event.target.matches('a, form, [type=color]') && event.preventDefault())
  document.getElementById('select').addEventListener('mousedown', (event) => event.preventDefault())
}
window.state = () => JSON.stringify([
  [...document.querySelectorAll('input, select, textarea')].map((one) => [one.id, one.value, one.checked]),
  document.getElementById('editable').textContent,
  document.getElementById('details').open,
  document.getElementById('menu').matches(':popover-open'),
  location.pathname + location.search,
  window.deeds,
])`

/** What every page of the tests begins with. */
export const start = `import { gate, createClient, carried } from '/trilatch/index.js'
window.client = createClient({ ...carried(document), pollMs: 250 })
window.gated = gate(document, window.client)
`
