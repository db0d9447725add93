/** Pictures of the lines of trees, each one path: there are hundreds of them, and scrolling draws many anew. */
const shapes = {
  granted: 'M20 6 9 17l-5-5',
  forbidden: 'M18 6 6 18M6 6l12 12',
  unspecified: 'M5 12h14',
  fold: 'm9 18 6-6-6-6',
} as const

export function Mark({ shape }: { readonly shape: keyof typeof shapes }) {
  return (
    <svg className="icon mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[shape]} />
    </svg>
  )
}

/** The three states side by side, in one picture. */
export const threeMarks = (
  <svg className="mark three" viewBox="0 0 84 26" aria-hidden="true">
    <path d="M19.6 8.8 11.9 16.5l-3.5-3.5" />
    <path d="M46.2 8.8 37.8 17.2M37.8 8.8l8.4 8.4" />
    <path d="M65.1 13h9.8" />
  </svg>
)
