import type { Measures } from './gates.ts'

const titles: Readonly<Record<string, string>> = {
  'w1-small': 'W1, 100 roles',
  'w1-medium': 'W1, 1,000 roles',
  'w1-large': 'W1, 10,000 roles',
  w2: 'W2, hierarchy and forbids',
  w3: 'W3, 2,000 rules with contexts',
  w4: 'W4, each of a list of 10,000',
}
const colours: Readonly<Record<string, string>> = {
  trilatch: '#1f8a70',
  casl: '#7a8aa0',
  accesscontrol: '#a9b4c2',
  casbin: '#c9b08a',
}

const [left, right, rowHeight, top] = [230, 640, 22, 64]

function shown(ns: number): string {
  if (ns >= 1e6) return `${(ns / 1e6).toFixed(1)} ms`
  return ns >= 1_000 ? `${(ns / 1_000).toFixed(1)} µs` : `${ns.toFixed(ns < 10 ? 1 : 0)} ns`
}

/** The times of one check as a chart: bars on a logarithmic scale, for the differences are large. */
export function drawChart({ peers }: Measures): string {
  const scale = (ns: number): number => left + ((Math.log10(ns) - 0) / 8) * right
  const rows: string[] = []
  let y = top
  for (const [workload, byPeer] of Object.entries(peers)) {
    rows.push(`<text x="20" y="${y + 14}" class="head">${titles[workload] ?? workload}</text>`)
    y += 22
    for (const [peer, { ns, listNs }] of Object.entries(byPeer)) {
      const value = workload === 'w4' && peer === 'trilatch' ? listNs : ns
      if (value === undefined) continue
      const width = Math.max(2, scale(value) - left)
      rows.push(
        `<text x="${left - 10}" y="${y + 14}" text-anchor="end">${peer}</text>`,
        `<rect x="${left}" y="${y + 3}" width="${width.toFixed(1)}" height="14" rx="2" fill="${colours[peer] ?? '#999'}"/>`,
        `<text x="${(left + width + 8).toFixed(1)}" y="${y + 14}">${shown(value)}</text>`,
      )
      y += rowHeight
    }
    y += 10
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 980 ${y + 10}" width="980" height="${y + 10}" role="img" aria-label="Time of one check, by library and workload">
<style>text { font: 13px system-ui, 'DejaVu Sans', sans-serif; fill: #2b3440 } .head { font-weight: 700 } .small { font-size: 12px; fill: #6a7686 }</style>
<rect width="980" height="${y + 10}" rx="10" fill="#fbfcfd"/>
<text x="20" y="28" class="head">Time of one check, the subject known (logarithmic; shorter is faster)</text>
<text x="20" y="48" class="small">Medians of one interleaved run. The answers that were timed are those of the executable specification.</text>
${rows.join('\n')}
</svg>
`
}
