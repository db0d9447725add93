import { createHash } from 'node:crypto'

/** The one style sheet of the pages. It is in the page, allowed by its digest: nothing else is fetched. */
export const style: string = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#f3f4f7;--card:#fff;--line:#8b949e;--edge:#d8dee4;--accent:#2546c8;--on-accent:#fff;--bad:#b3261e;--bad-paper:#fdecea}
@media (prefers-color-scheme:dark){:root{--ink:#eceff4;--soft:#a9b3c0;--paper:#101318;--card:#1a1f27;--line:#6e7885;--edge:#2e3642;--accent:#9db2ff;--on-accent:#10163a;--bad:#ffb4ab;--bad-paper:#3a1513}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;padding:1.5rem 1rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{width:100%;max-width:26rem;padding:2rem;background:var(--card);border:1px solid var(--edge);border-radius:.75rem}
.brand{display:flex;align-items:center;gap:.75rem;margin:0 0 1.25rem;font-weight:600}
.brand img{max-height:2.5rem;max-width:10rem}
h1{margin:0 0 1.25rem;font-size:1.5rem;line-height:1.25}
h2{margin:1.75rem 0 1rem;font-size:1.05rem}
p{margin:0 0 1rem}
.hint{margin:0 0 .35rem;color:var(--soft);font-size:.875rem}
label{display:block;margin:0 0 .25rem;font-weight:600}
.field{margin:0 0 1rem}
input{width:100%;padding:.6rem .7rem;border:1px solid var(--line);border-radius:.4rem;background:var(--card);color:var(--ink);font:inherit}
input[aria-invalid=true]{border:2px solid var(--bad)}
button{width:100%;min-height:2.75rem;padding:.55rem 1rem;border:1px solid var(--accent);border-radius:.4rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
button.plain{background:transparent;color:var(--accent)}
form+form,.or{margin-top:.75rem}
.or{display:flex;align-items:center;gap:.75rem;margin:1.25rem 0;color:var(--soft);font-size:.875rem}
.or::before,.or::after{content:"";flex:1;border-top:1px solid var(--edge)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
a{color:var(--accent)}
.error{margin:0 0 1.25rem;padding:.75rem 1rem;border-left:4px solid var(--bad);border-radius:.25rem;background:var(--bad-paper)}
.error p{margin:0}
.field .wrong{margin:0 0 .35rem;color:var(--bad);font-size:.875rem;font-weight:600}
.links{margin:1.5rem 0 0;padding:0;list-style:none}
.links li{margin:.35rem 0}
@media (max-width:30rem){body{justify-content:flex-start;padding:0}main{flex:1;border:0;border-radius:0;padding:1.5rem 1rem}}
@media (forced-colors:active){button{border:1px solid ButtonText}.error{border:1px solid}}
`

/** As `style-src` names it. */
export const styleSource: string = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
