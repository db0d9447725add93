import { errorCodes } from '@trilatch/core'

/** The JSON Schema of a refusal's body (RFC 9457). */
export const problemSchema: Readonly<Record<string, unknown>> = {
  type: 'object',
  description: 'Problem details (RFC 9457)',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string', example: 'about:blank' },
    title: { type: 'string', example: 'Forbidden' },
    status: { type: 'integer', example: 403 },
    detail: { type: 'string', example: 'Requires permission: Project › Create Project' },
    code: { type: 'string', enum: [...errorCodes], example: 'TRILATCH_FORBIDDEN' },
    permissions: {
      type: 'array',
      description: 'What is missing, where it may be told',
      items: {
        type: 'object',
        required: ['id', 'title'],
        properties: {
          id: { type: 'string', example: 'project.create' },
          title: { type: 'string', example: 'Project › Create Project' },
        },
      },
    },
  },
}
