/** In a layer of its own, so that whatever the application says of these elements wins. */
export const style =
  '@layer trilatch{[data-gate=shut]{cursor:not-allowed;opacity:.55;filter:grayscale(1)}[data-gate=shut] *{opacity:1}[data-gate=shut]:focus-visible{opacity:.85}[id^=trilatch-]{position:fixed;inset:auto;margin:4px;max-width:min(20em,90vw);padding:.4em .7em;border:1px solid #8889;border-radius:.4em;background:light-dark(#1f2328,#f0f3f6);color:light-dark(#fff,#1f2328);font:.9rem/1.4 system-ui;overflow-wrap:anywhere}}'
