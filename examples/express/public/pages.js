// What the buttons of the pages do. It knows nothing of permissions: a greyed-out button never gets here.
const said = document.getElementById('said')

/** Sends a request, and says what came of it. */
async function send(method, path) {
  said.textContent = ''
  const response = await fetch(path, { method })
  const body = await response.json()
  said.className = response.ok ? 'done' : 'refused'
  said.textContent = response.ok ? `Done: ${body.done} ${body.name ?? ''}`.trim() : body.detail
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-request]')
  if (button !== null) void send(...button.dataset.request.split(' '))
})

document.addEventListener('submit', (event) => {
  event.preventDefault()
  void send(event.target.method.toUpperCase(), event.target.getAttribute('action'))
})
