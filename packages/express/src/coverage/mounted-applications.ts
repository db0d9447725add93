import { TrilatchError } from '@trilatch/core'
import type { Handle } from './read-layers.ts'
import { routerOf } from './read-layers.ts'

/** An application as Express keeps it: what it was last mounted on, and where. */
interface Mounted {
  readonly parent?: unknown
  readonly mountpath?: unknown
}

/** Applications by the path they are mounted at; several at one path in the order in which they were mounted. */
export type MountedOption<App> = Readonly<Record<string, App | readonly App[]>>

/** Express hands a mounted application's requests on by a function that keeps the application to itself. */
export const hidesApplication = ({ name }: Handle): boolean => name === 'mounted_app'

function refuse(message: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot report on the routes: ${message}`)
}

/** The applications that were handed in, taken one by one as the layers that hide them are met. */
export class MountedApplications {
  readonly #given: ReadonlyMap<string, readonly Handle[]>
  readonly #taken = new Map<string, number>()
  readonly #missing = new Set<string>()

  /** @throws TrilatchError `TRILATCH_OPTION_INVALID` for what is no mounted application. */
  constructor(mounted: MountedOption<object> = {}) {
    if (typeof mounted !== 'object' || mounted === null)
      refuse('`mounted` must name applications by their path, as { "/admin": adminApp }.')
    this.#given = new Map(
      Object.entries(mounted).map(([path, apps]) => [path, [apps].flat() as readonly Handle[]]),
    )
    for (const [path, apps] of this.#given) for (const app of apps) this.#check(path, app)
  }

  /** Express keeps of an application only where it was mounted last: the end of one of the paths it is given for. */
  #check(path: string, app: Handle): void {
    const { parent, mountpath } = app as Mounted
    if (routerOf(app) === undefined || parent === undefined)
      refuse(`\`mounted\` names something at ${JSON.stringify(path)} that is no mounted application.`)
    const last = [mountpath].flat(Infinity).map(String)
    const given = [...this.#given].filter(([, apps]) => apps.includes(app)).map(([own]) => own)
    if (given.some((own) => last.some((one) => own.endsWith(one.replace(/\/+$/, ''))))) return
    refuse(
      `\`mounted\` names an application at ${JSON.stringify(path)} that is mounted at ${JSON.stringify(last.join(', '))}.`,
    )
  }

  /** The next application at a path; `undefined` when it was not handed in. */
  take(path: string): Handle | undefined {
    const taken = this.#taken.get(path) ?? 0
    this.#taken.set(path, taken + 1)
    const app = this.#given.get(path)?.[taken]
    if (app === undefined) this.#missing.add(path)
    return app
  }

  /**
   * To be called when all is seen.
   *
   * @throws TrilatchError `TRILATCH_ROUTES_HIDDEN` when applications were not handed in, `TRILATCH_OPTION_INVALID` when
   * there is none where one was handed in.
   */
  finish(): void {
    if (this.#missing.size > 0) {
      const paths = [...this.#missing]
      const example = paths.map((path) => `'${path}': ${nameFor(path)}`).join(', ')
      throw new TrilatchError(
        'TRILATCH_ROUTES_HIDDEN',
        `Express hides the routes of the applications mounted at ${paths.join(', ')}. Hand them in: { mounted: { ${example} } }`,
      )
    }
    for (const [path, apps] of this.#given) {
      const taken = this.#taken.get(path) ?? 0
      if (taken === apps.length) continue
      refuse(
        taken === 0
          ? `\`mounted\` names ${JSON.stringify(path)}, where no hidden application is mounted.`
          : `\`mounted\` names ${apps.length} applications at ${JSON.stringify(path)}, where ${taken} are mounted.`,
      )
    }
  }
}

/** A name for the example of a message: `adminApp` for `/admin`. */
function nameFor(path: string): string {
  const word = /[A-Za-z]\w*(?=\W*$)/.exec(path)?.[0] ?? 'sub'
  return `${word}App`
}
