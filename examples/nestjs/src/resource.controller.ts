import { Delete, Get, Param } from '@nestjs/common'
import type { Access } from '@trilatch/nestjs'
import { CurrentAccess, Permission, PermissionSome } from './decorators.ts'
import { resources } from './resources.ts'
import type { Kind } from './resources.ts'

/** What the controllers of all kinds of resources have in common: they inherit the routes with their guards. */
export function resourceController(kind: Kind) {
  class ResourceController {
    @Get()
    @PermissionSome(`${kind}.view`)
    list(@CurrentAccess() access: Access) {
      return access.filter(`${kind}.view`, resources[kind])
    }

    @Get(':name')
    @Permission(`${kind}.view`, { param: 'name' })
    show(@Param('name') name: string) {
      return { kind, name }
    }

    @Delete(':name')
    @Permission(`${kind}.delete`, { param: 'name' })
    remove(@Param('name') name: string) {
      return { done: 'deleted', name }
    }
  }
  return ResourceController
}
