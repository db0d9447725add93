import { Controller, Get } from '@nestjs/common'
import type { Access } from '@trilatch/nestjs'
import { CurrentAccess, Public, SignedIn } from './decorators.ts'

@Controller()
export class HomeController {
  @Get()
  @Public()
  home() {
    return {
      application: 'Trilatch example',
      try: ['/designs', '/reports', '/dashboards', '/me/permissions', '/auth'],
    }
  }

  @Get('me/permissions')
  @SignedIn()
  mine(@CurrentAccess() access: Access) {
    return access.permissions()
  }
}
