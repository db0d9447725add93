import { makeApp } from './app.ts'
import { howToSignIn } from './sign-in.ts'

const port = Number(process.env['PORT'] ?? 3000)
const { app, ...rest } = await makeApp()
await app.listen(port, '127.0.0.1')
console.log(howToSignIn(await app.getUrl(), rest))
