import { makeApp } from './app.ts'
import { howToSignIn } from './sign-in.ts'

const port = Number(process.env['PORT'] ?? 3000)
const { app, ...rest } = await makeApp()
const server = app.listen(port, '127.0.0.1', () => {
  const address = server.address()
  const listening = typeof address === 'object' && address !== null ? address.port : port
  console.log(howToSignIn(`http://127.0.0.1:${listening}`, rest))
})
