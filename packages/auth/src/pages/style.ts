import { createHash } from 'node:crypto'

/** The one style sheet of the pages. It is in the page, allowed by its digest: nothing else is fetched. */
export const style: string = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#f5f6f8;--card:#fff;--line:#858f9a;--edge:#dfe3e8;--hover:#f0f2f5;--accent:#2b4bcd;--accent-hover:#1f3aa8;--on-accent:#fff;--bad:#b3261e;--bad-paper:#fdecea;--good:#1a7f47;--good-paper:#e8f5ed;--shadow:0 1px 2px #1b1f240d,0 12px 32px #1b1f2414}
@media (prefers-color-scheme:dark){:root{--ink:#eceff4;--soft:#a9b3c0;--paper:#0f1216;--card:#181c23;--line:#747e8b;--edge:#2b323d;--hover:#222831;--accent:#a3b6ff;--accent-hover:#bccaff;--on-accent:#10163a;--bad:#ffb4ab;--bad-paper:#3a1513;--good:#86d9a8;--good-paper:#12301f;--shadow:none}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;align-items:center;justify-content:center;padding:2rem 1rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{width:100%;max-width:25rem;padding:2.25rem 2rem;background:var(--card);border:1px solid var(--edge);border-radius:.875rem;box-shadow:var(--shadow)}
.brand{display:flex;align-items:center;gap:.625rem;margin:0 0 1.5rem;color:var(--soft);font-weight:600}
.brand img{max-height:2rem;max-width:10rem}
h1{margin:0 0 1.25rem;font-size:1.5rem;font-weight:650;line-height:1.25;letter-spacing:-.015em}
h2{margin:1.75rem 0 1rem;font-size:1.05rem}
p{margin:0 0 1rem}
.hint,.beneath{color:var(--soft);font-size:.875rem;line-height:1.45}
.hint{margin:0 0 .4rem}
.beneath{margin:.4rem 0 0}
.who,.soft{display:block}
.soft{color:var(--soft);font-size:.875rem}
label{display:block;margin:0 0 .35rem;font-size:.875rem;font-weight:600}
.optional{color:var(--soft);font-weight:400}
.field{margin:0 0 1.125rem}
input{width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);color:var(--ink);font:inherit}
input:hover{border-color:var(--ink)}
input[aria-invalid=true]{border-color:var(--bad);box-shadow:0 0 0 1px var(--bad)}
button,a.button{display:block;width:100%;min-height:2.75rem;padding:.5625rem 1rem;border:1px solid var(--accent);border-radius:.5rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button:hover,a.button:hover{border-color:var(--accent-hover);background:var(--accent-hover)}
button.plain,a.plain{border-color:var(--line);background:transparent;color:var(--ink)}
button.plain:hover,a.plain:hover{border-color:var(--ink);background:var(--hover)}
form+form,form+.button,.button+form{margin-top:.75rem}
.or{display:flex;align-items:center;gap:.75rem;margin:1.25rem 0;color:var(--soft);font-size:.875rem}
.or::before,.or::after{content:"";flex:1;border-top:1px solid var(--edge)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
input:focus-visible{outline-offset:1px}
input[aria-invalid=true]:focus-visible{box-shadow:none;outline-color:var(--bad)}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.2em}
a:hover{text-decoration-thickness:2px}
.error,.done{margin:0 0 1.25rem;padding:.7rem .9rem;border:1px solid var(--bad);border-radius:.5rem;background:var(--bad-paper);font-size:.9375rem}
.done{border-color:var(--good);background:var(--good-paper)}
.error p,.done p{margin:0}
.field .wrong{margin:0 0 .4rem;color:var(--bad);font-size:.875rem;line-height:1.45}
.links{margin:1.75rem 0 0;padding:1.125rem 0 0;border-top:1px solid var(--edge);list-style:none;color:var(--soft);font-size:.9375rem}
.links li{margin:.35rem 0 0}
@media (max-width:30rem){body{justify-content:flex-start;padding:0;background:var(--card)}main{padding:2rem 1.25rem;border:0;border-radius:0;box-shadow:none}}
@media (forced-colors:active){button,a.button{border-color:ButtonText}}
`

/** As `style-src` names it. */
export const styleSource: string = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
