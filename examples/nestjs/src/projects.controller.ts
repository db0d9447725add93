import { Controller, Delete, HttpCode, Param, Post } from '@nestjs/common'
import { Permission } from './decorators.ts'

@Controller('projects')
export class ProjectsController {
  @Post()
  @HttpCode(200)
  @Permission('project.create')
  create() {
    return { done: 'created' }
  }

  @Delete(':name')
  @Permission('project.delete')
  remove(@Param('name') name: string) {
    return { done: 'deleted', name }
  }
}
