import { rolldown } from 'rolldown'
import { gzipSync } from 'node:zlib'
const all = ['index','create-client','known','questions','gate/intercept','gate/tooltip','gate/hold','gate/style','carried', 'react/index']
for (const f of all) {
const b = await rolldown({ input: new URL(`./src/${f}.ts`, import.meta.url).pathname, external: ['react'], onLog() {} })
const { output } = await b.generate({ minify: true })
console.log(f, output[0].code.length, gzipSync(output[0].code, {level:9}).length)
}
