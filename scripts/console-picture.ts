// Takes pictures of the console, light and dark, from the real page in a real Chromium.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startGallery } from '../test/services/console/gallery.ts'
import { freshVisitor, startBrowser } from '../test/services/browser.ts'
import { ensureInstalled } from '../test/services/install.ts'
import { looks, takeLook } from '../test/services/sign-in/look.ts'
import { accessibilityFaults } from '../test/support/accessibility.ts'
import { ensurePage } from './ensure-page.ts'

type Browser = Awaited<ReturnType<typeof startBrowser>>

/** What the documentation shows. */
const covers = ['roles', 'permissions-changed', 'members', 'context', 'why-granted', 'audit-open', 'mine']

const [what, folder, only] = process.argv.slice(2)
if (what !== undefined && (what !== '--all' || folder === undefined)) {
  console.log(`Takes the pictures of the console that the documentation shows: docs/images/console-*.png.

  pnpm console:picture

Or every screen and dialog in every state, light and dark, 1440 and 390 pixels wide, and asks axe about each: exit
status 1 when something is wrong with one. To be looked at after a change of the page; some minutes. NAME: only those
whose names begin so.

  pnpm console:picture --all FOLDER [NAME]`)
  process.exit(what === '--help' ? 0 : 2)
}

async function takeCovers(browser: Browser): Promise<void> {
  const gallery = await startGallery()
  for (const theme of ['light', 'dark'] as const) {
    const page = await (await freshVisitor(browser, { theme, width: 1280 })).newPage()
    await page.setViewportSize({ width: 1280, height: 800 })
    // All in light; in dark those that say how it looks.
    const wanted = theme === 'light' ? covers : covers.slice(0, 2)
    for (const { name, show } of gallery.exhibits.filter((exhibit) => wanted.includes(exhibit.name))) {
      await show(page)
      const file = `docs/images/console-${name}-${theme}.png`
      await page.screenshot({ path: fileURLToPath(new URL(`../${file}`, import.meta.url)) })
      console.log(file)
    }
  }
  await gallery.close()
}

async function takeAll(browser: Browser, into: string): Promise<void> {
  await mkdir(into, { recursive: true })
  const gallery = await startGallery()
  const page = await (await freshVisitor(browser)).newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      console.log(message.text())
      process.exitCode = 1
    }
  })
  page.on('pageerror', (error) => console.log(error))
  page.on('dialog', (dialog) => void dialog.accept())
  for (const { name, show } of gallery.exhibits.filter((exhibit) => exhibit.name.startsWith(only ?? ''))) {
    for (const look of looks) {
      await takeLook(page, look)
      await page.goto('about:blank')
      await show(page)
      const file = join(into, `${name}-${look.theme}-${look.width}.png`)
      await page.screenshot({ path: file })
      const faults = await accessibilityFaults(page)
      if (!(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')))
        console.log(file, 'is wider than the window')
      console.log(file, ...faults)
      if (faults.length > 0) process.exitCode = 1
    }
  }
  await gallery.close()
}

await ensurePage()
await ensureInstalled(['chromium'])
const browser = await startBrowser()
try {
  await (folder === undefined ? takeCovers(browser) : takeAll(browser, folder))
} finally {
  await browser.close()
}
