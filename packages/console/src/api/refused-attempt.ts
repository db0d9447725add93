import { TrilatchError } from '@trilatch/core'
import type { FetchContext } from '@trilatch/core'
import type { Declaration } from '../contract/declaration.ts'
import type { Settings } from '../options.ts'
import { checkAllowed } from './allowed.ts'

/**
 * Goes on when the caller may do this. Who is signed in, wanted to change something and may not, is put in the audit
 * trail; what the giving rule refuses later puts itself there.
 *
 * @throws Refusal as `checkAllowed`
 */
export async function allowOrRecord(
  id: string,
  declared: Declaration,
  params: Readonly<Record<string, string>>,
  context: FetchContext,
  settings: Settings,
): Promise<void> {
  try {
    checkAllowed(declared, context, settings)
  } catch (error) {
    const { subjectId } = context.access
    if (declared.writes && subjectId !== null && error instanceof TrilatchError && error.status === 403) {
      const target = Object.values(params).join(' ') || declared.path
      const attempt = { action: `console.${id}`, target, code: error.code, detail: error.message }
      await settings.authorizer.manage(subjectId).refused(attempt)
    }
    throw error
  }
}
