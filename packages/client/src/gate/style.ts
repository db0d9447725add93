/** In a layer of its own, so that whatever the application says of these elements wins. */
export const style =
  '@layer trilatch{[data-gate=shut]{cursor:not-allowed;opacity:.55;filter:grayscale(1)}[id^=trilatch-]{inset:auto;margin:4px;max-width:22em;padding:.3em .6em;border:1px solid;border-radius:.4em;overflow-wrap:anywhere}}'
