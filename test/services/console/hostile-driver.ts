/** What the page is told to do two hundred times in a row: within it, as a way there and back for each would be long. */
export interface Driver {
  /** Asks each question by its address, and gives what the page says to it. */
  why(
    questions: readonly Readonly<Record<'subject' | 'permission' | 'resource', string>>[],
  ): Promise<string[]>
  /** Writes each text into a field, and gives what the selected place says once it says something with `word` in it. */
  type(field: string, texts: readonly string[], place: string, word?: string): Promise<string[]>
  /** The same, where that place repeats the text. */
  search(field: string, texts: readonly string[], place: string): Promise<string[]>
  /** Writes each, and sends the form: gives what is in the field then, and what it is refused with. */
  send(field: string, texts: readonly string[]): Promise<string[]>
  /** Goes to each address, where nothing may happen; gives what is in the fields of these names, line by line. */
  walk(addresses: readonly string[], fields: readonly string[]): Promise<string[]>
  /** Opens everything in the list that can be opened. */
  open(): Promise<number>
}

/** To be run in each page before its own scripts: `drive` is the driver, and `pwn` what no name may call. */
export const driver: string = `(() => {
  window.pwn = () => { window.pwned = true }
  // The page waits until somebody has stopped typing: whoever types for the driver has stopped at once.
  const { setTimeout: wait } = window
  let isTyping = false
  window.setTimeout = (run, ms, ...rest) => wait(run, isTyping && ms <= 200 ? 0 : ms, ...rest)
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
  const until = (what, look) => new Promise((resolve, reject) => {
    const observer = new MutationObserver(() => see())
    const timer = wait(() => end(reject, new Error('waited for ' + what)), 60000)
    const end = (tell, result) => { observer.disconnect(); clearTimeout(timer); tell(result) }
    const see = () => { const found = look(); if (found !== undefined && found !== null && found !== false) end(resolve, found) }
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    see()
  })
  const field = (name) => [...document.querySelectorAll('input')].findLast(
    (one) => one.getAttribute('aria-label') === name || one.labels?.[0]?.firstChild?.textContent === name)
  const write = (input, text) => {
    isTyping = true
    set.call(input, text)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const each = async (all, step) => {
    const said = []
    for (const one of all) {
      said.push(await step(one))
      // Another turn: what is seen may be seen while the page is still at it.
      await new Promise((go) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = go
        port2.postMessage(0)
      })
    }
    return said
  }
  const told = () => document.querySelector('.skeleton') === null && document.querySelector('.trace, main [role=alert]')
  window.drive = {
    why: (questions) => each(questions, async (question) => {
      location.hash = '#/why?' + new URLSearchParams(question)
      const names = { Who: question.subject, Permission: question.permission, Resource: question.resource }
      return (await until('an answer', () =>
        Object.entries(names).every(([name, value]) => field(name)?.value === value) && told())).textContent
    }),
    type: (name, texts, place, word = '') => each(texts, async (text) => {
      write(field(name), text)
      return await until(text, () => {
        const said = document.querySelector(place)?.textContent
        return field(name).value === text && said?.includes(word) && text + '\\n' + said
      })
    }),
    search: (name, texts, place) => each(texts, async (text) => (await drive.type(name, [text], place, text))[0].slice(text.length + 1)),
    send: (name, texts) => each(texts, async (text) => {
      write(field(name), text)
      const before = document.querySelector('[role=alert]')
      document.querySelector('.dialog-foot .accent').click()
      const after = await until(text, () => {
        const alert = document.querySelector('[role=alert]')
        return alert !== before && alert
      })
      return field(name).value + '\\n' + after.textContent
    }),
    walk: (addresses, names) => each(addresses, async (address) => {
      location.hash = address
      await new Promise((go) => addEventListener('hashchange', () => wait(go), { once: true }))
      await until(address, () => names.every((name) => field(name)))
      return names.map((name) => field(name).value).join('\\n')
    }),
    open: async () => {
      const closed = document.querySelectorAll('.entry [aria-expanded=false]')
      for (const one of closed) one.click()
      await until('all to be open', () => document.querySelector('.entry [aria-expanded=false]') === null)
      return closed.length
    },
  }
})()`
