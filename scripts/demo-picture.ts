// Draws what the demos print as docs/images/demo.svg and docs/images/cluster.svg, so that the pictures are the real
// thing. `node scripts/demo-picture.ts [demo] [cluster]` draws some of them.
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const flags = ['--conditions=@trilatch/source', '--disable-warning=ExperimentalWarning']
/** Where each picture comes from, and which of its lines are headings. */
const demos = {
  demo: { program: 'examples/express/src/demo.ts', heading: /^Trilatch|^Why/ },
  cluster: { program: 'examples/cluster/src/demo.ts', heading: /^\S/ },
} as const

const [lineHeight, charWidth, margin] = [19, 7.83, 18]

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** One line of text; what was granted in green, what was refused in red. */
function draw(line: string, i: number, heading: RegExp): string {
  const marked = escape(line)
    .replaceAll(/✓+( \d+)?/g, (found) => `<tspan class="yes">${found}</tspan>`)
    .replaceAll(/✗+( \d+)?/g, (found) => `<tspan class="no">${found}</tspan>`)
  const kind = heading.test(line) ? ' class="head"' : ''
  return `<text x="${margin}" y="${margin + 36 + i * lineHeight}"${kind} xml:space="preserve">${marked}</text>`
}

function picture(lines: readonly string[], heading: RegExp): string {
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * charWidth) + 2 * margin
  const height = lines.length * lineHeight + 2 * margin + 22
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Output of the demo">
<style>
text { font: 13px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #d7dce5 }
.head { font-weight: 700; fill: #fff } .yes { fill: #5fd38d; font-weight: 700 } .no { fill: #ff8b8b; font-weight: 700 }
</style>
<rect width="${width}" height="${height}" rx="10" fill="#161b26"/>
<circle cx="22" cy="20" r="6" fill="#ff6159"/><circle cx="42" cy="20" r="6" fill="#ffbd2e"/><circle cx="62" cy="20" r="6" fill="#28c941"/>
${lines.map((line, i) => draw(line, i, heading)).join('\n')}
</svg>
`
}

const wanted = process.argv.slice(2)
for (const [name, { program, heading }] of Object.entries(demos)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, at(program)])
  const lines = stdout.trimEnd().split('\n').slice(1)
  await writeFile(at(`docs/images/${name}.svg`), picture(lines, heading))
  console.log(`docs/images/${name}.svg: ${lines.length} lines`)
}
