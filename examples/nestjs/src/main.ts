import { makeApp } from './app.ts'

const port = Number(process.env['PORT'] ?? 3000)
const { app, tokens } = await makeApp()
await app.listen(port, '127.0.0.1')
console.log(`Listening on ${await app.getUrl()}. Tokens of this run:`)
for (const [person, token] of tokens) console.log(`  ${person.padEnd(6)} ${token}`)
