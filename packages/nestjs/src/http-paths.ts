import 'reflect-metadata'
import { RequestMethod, VersioningType } from '@nestjs/common'
import {
  HOST_METADATA,
  METHOD_METADATA,
  MODULE_PATH,
  PATH_METADATA,
  VERSION_METADATA,
} from '@nestjs/common/constants.js'
import type { ApplicationConfig, ModulesContainer } from '@nestjs/core'
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js'
import type { Handler } from './handlers.ts'

/** One way by HTTP to a handler. */
export interface HttpPath {
  readonly method: string
  /** As it is routed: prefix, module, version in the path, controller and method. */
  readonly path: string
  /** What else a request must say, for a reader: a version that is not in the path, a host. */
  readonly besides: string
}

type RouteMetadata = Parameters<RoutePathFactory['create']>[0]

const leading = (path: string): string => (path.startsWith('/') ? path : `/${path}`)

const listed = (path: unknown): readonly string[] =>
  (Array.isArray(path) ? (path as readonly string[]) : [(path ?? '') as string]).map(leading)

/** Every path under which Nest routes to a handler, as Nest's own router makes them. */
export function httpPathsOf(
  handler: Handler,
  modules: ModulesContainer,
  config: ApplicationConfig,
): HttpPath[] {
  const factory = new RoutePathFactory(config)
  const about = (key: string, target: object): unknown => Reflect.getMetadata(key, target) as unknown
  const { host, method } = handler
  const requestMethod = about(METHOD_METADATA, method) as RequestMethod
  const versioning = config.getVersioning()
  const ofClass =
    versioning === undefined ? undefined : (about(VERSION_METADATA, host) ?? versioning.defaultVersion)
  const ofMethod = about(VERSION_METADATA, method)
  const module = modules.get(handler.module)?.metatype ?? host
  const modulePath = about(`${MODULE_PATH}${modules.applicationId}`, module) ?? about(MODULE_PATH, module)
  const version = ofMethod ?? ofClass
  const elsewhere =
    versioning !== undefined && versioning.type !== VersioningType.URI && version !== undefined
  const where = about(HOST_METADATA, host)
  const besides =
    (elsewhere ? ` (version ${[version].flat().map(String).join(', ')})` : '') +
    (where === undefined ? '' : ` (host ${[where].flat().map(String).join(', ')})`)
  return listed(about(PATH_METADATA, host)).flatMap((ctrlPath) =>
    listed(about(PATH_METADATA, method)).flatMap((methodPath) => {
      const metadata = {
        ctrlPath,
        methodPath,
        modulePath,
        globalPrefix: leading(config.getGlobalPrefix()),
        controllerVersion: ofClass,
        methodVersion: ofMethod,
        versioningOptions: versioning,
      } as RouteMetadata
      return factory.create(metadata, requestMethod).map((path) => ({
        method: requestMethod === RequestMethod.ALL ? '*' : (RequestMethod[requestMethod] ?? '*'),
        path,
        besides,
      }))
    }),
  )
}
