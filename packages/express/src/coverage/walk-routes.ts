import { requirementOf, TrilatchError } from '@trilatch/core'
import type { ListedRoute, Requirement } from '@trilatch/core'
import { isMounted } from './mount-mark.ts'
import { swallows } from './error-handlers.ts'
import { hidesApplication } from './mounted-applications.ts'
import type { MountedApplications } from './mounted-applications.ts'
import { covers } from './path-pattern.ts'
import type { LayerKind, PathPattern } from './path-pattern.ts'
import { readLayers, routerOf } from './read-layers.ts'
import type { Handle, Layer } from './read-layers.ts'
import { answersRequests, canGoOn, gatesOf, methodsOf } from './route-steps.ts'

/** A guard that stands by itself, before what comes after it in the same router. */
interface Gate {
  readonly kind: LayerKind
  readonly paths: readonly PathPattern[]
  readonly guards: readonly Requirement[]
}

/** `publicRoute()` that stands by itself. */
interface Opening {
  readonly paths: readonly PathPattern[]
  readonly requirement: Requirement
}

/** Where the walk is. */
interface Place {
  readonly prefix: string
  /** Guards that everything here has passed. */
  readonly guards: readonly Requirement[]
  readonly mounted: MountedApplications
  /** The routers around, to notice one within itself. */
  readonly around: readonly unknown[]
}

function join(prefix: string, { text, expression }: PathPattern): string {
  const base = prefix.replace(/\/+$/, '')
  if (base === '') return text
  if (text === '/') return base
  return expression ? `${base} ${text}` : base + text
}

const isRoot = ({ text }: PathPattern): boolean => text === '/'

/** Whether a function that `use` was given is a way in, and not something that a request only passes through. */
function isWayIn(handle: Handle, path: PathPattern): boolean {
  return isMounted(handle) || !isRoot(path) || handle.length === 1 || handle.length === 2
}

/** One walk through one router. */
class RouterWalk {
  readonly #place: Place
  readonly #gates: Gate[] = []
  /** The one just before speaks for what follows directly at the same path, and for nothing else. */
  #opened: Opening | undefined

  constructor(place: Place) {
    this.#place = place
  }

  *routes(layers: readonly Layer[]): Iterable<ListedRoute> {
    for (const layer of layers) {
      const opened = this.#opened
      this.#opened = undefined
      if (layer.kind === 'route') yield* this.#route(layer)
      else if (answersRequests(layer.handle)) yield* this.#used(layer, opened)
      else if (swallows(layer.handle)) this.#gates.length = 0
    }
  }

  /** The guards that a request has passed when it gets to a path of a layer. */
  #guardsAt(kind: LayerKind, path: PathPattern): readonly Requirement[] {
    const passed = this.#gates.filter((gate) => gate.paths.some((own) => covers(own, gate.kind, path, kind)))
    return [...this.#place.guards, ...passed.flatMap(({ guards }) => guards)]
  }

  #addGate(kind: LayerKind, paths: readonly PathPattern[], all: readonly Requirement[]): void {
    // "Public" opens nothing that stands elsewhere.
    const guards = all.filter((requirement) => requirement.kind !== 'public')
    // Express tries one path of an array only, and an expression among them may be the wrong one.
    const surely = kind === 'route' || paths.length === 1 || paths.every(({ rest }) => rest !== 'unknown')
    if (guards.length > 0 && surely) this.#gates.push({ kind, paths, guards })
  }

  *#route({ steps, paths }: Layer): Iterable<ListedRoute> {
    for (const path of paths()) {
      const outer = this.#guardsAt('route', path)
      for (const { method, guards, before } of methodsOf(steps))
        yield { method, path: join(this.#place.prefix, path), guards: [...outer, ...guards], before }
    }
    const gates = gatesOf(steps)
    if (gates.length > 0) this.#addGate('route', paths(), gates)
  }

  *#used({ handle, paths }: Layer, opened: Opening | undefined): Iterable<ListedRoute> {
    const requirement = requirementOf(handle)
    const own = paths()
    if (requirement !== undefined) {
      if (requirement.kind === 'public') this.#opened = { paths: own, requirement }
      this.#addGate('use', own, [requirement])
      return
    }
    for (const [i, path] of own.entries()) {
      const isOpened = opened?.paths.length === own.length && opened.paths[i]?.key === path.key
      const guards = [...this.#guardsAt('use', path), ...(isOpened ? [opened.requirement] : [])]
      const full = join(this.#place.prefix, path)
      const inner = hidesApplication(handle) ? this.#place.mounted.take(full) : handle
      if (inner === undefined) continue
      if (routerOf(inner) !== undefined) yield* walkRoutes(inner, { ...this.#place, prefix: full, guards })
      else if (isWayIn(handle, path)) yield { method: '*', path: full, guards }
    }
  }
}

/**
 * Every way into a router or application, in the order in which Express tries them.
 *
 * @throws TrilatchError `TRILATCH_ROUTES_HIDDEN` where the routes cannot be seen.
 */
export function* walkRoutes(handle: Handle, place: Place): Iterable<ListedRoute> {
  const router = routerOf(handle)
  if (router === undefined)
    throw new TypeError('A coverage report takes an application or a router of Express 5 or 4')
  if (place.around.includes(router)) {
    throw new TrilatchError(
      'TRILATCH_ROUTES_HIDDEN',
      `The router at ${place.prefix} is used within itself: its routes have no end`,
    )
  }
  yield* new RouterWalk({ ...place, around: [...place.around, router] }).routes(readLayers(router))
}
