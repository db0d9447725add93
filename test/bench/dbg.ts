import { expectedAnswers } from './expected.ts'
import { workloads } from './workloads.ts'
const w = workloads['w4']!()
const leaf = w.permissions.filter((p) => p.split('.').length === 3)
const best: [number, number, string][] = []
for (let user = 0; user < 40; user++)
  for (const permission of leaf.slice(0, 60)) {
    const checks = w.checks.filter((_, i) => i % 100 === 7).map((c) => ({ ...c, user, permission }))
    const share = expectedAnswers({ ...w, checks }, checks.length).filter(Boolean).length / checks.length
    best.push([Math.abs(share - 0.46), user, permission])
  }
console.log(best.sort((a, b) => a[0] - b[0]).slice(0, 4))
