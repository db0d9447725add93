import { Controller, HttpCode, Param, Post, Put } from '@nestjs/common'
import { Permission } from './decorators.ts'
import { resourceController } from './resource.controller.ts'

@Controller('designs')
export class DesignsController extends resourceController('design') {
  @Put(':name')
  @Permission('design.edit', { param: 'name' })
  save(@Param('name') name: string) {
    return { done: 'saved', name }
  }
}

@Controller('reports')
export class ReportsController extends resourceController('report') {
  @Post(':name/run')
  @HttpCode(200)
  @Permission('report.run', { param: 'name' })
  run(@Param('name') name: string) {
    return { done: 'run', name }
  }
}

@Controller('dashboards')
export class DashboardsController extends resourceController('dashboard') {}
