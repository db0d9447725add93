import { PolicyError, readWrittenPolicy } from '@trilatch/core'
import type { ImportPlan, SubjectRights, WrittenDocument } from '@trilatch/core'
import { Failure } from '../failure.ts'
import type { ExitStatus } from '../failure.ts'
import { actor, show } from '../session.ts'
import type { Session } from '../session.ts'
import { nameOf, textOf } from './read-file.ts'
import { planText } from './policy-text.ts'
import type { LookedUp } from './policy-text.ts'
import { warnInMemory } from './warn-in-memory.ts'

/** The most subjects that are looked at for a plan. */
const maxScanned = 10_000

/** The document in a file, with the place of everything that is wrong in it. */
async function documentIn(session: Session, file: string): Promise<WrittenDocument> {
  // Permissions are looked up by the authorizer, which knows those of all applications.
  const text = await textOf(session, file)
  try {
    return readWrittenPolicy(text, { source: nameOf(file) })
  } catch (error) {
    if (error instanceof PolicyError) throw new Failure(error.message, { status: 1, code: error.code })
    throw error
  }
}

/** Looks through those whose rights may change, page by page. */
async function lookUp(
  manager: {
    planImport(document: WrittenDocument, list: { after?: string; limit: number }): Promise<ImportPlan>
  },
  document: WrittenDocument,
): Promise<{ readonly plan: ImportPlan; readonly looked: LookedUp }> {
  const plan = await manager.planImport(document, { limit: 200 })
  const subjects: SubjectRights[] = [...plan.rights.items]
  let { next, scanned, complete } = plan.rights
  while (next !== undefined && scanned < maxScanned) {
    const { rights } = await manager.planImport(document, { limit: 200, after: next })
    subjects.push(...rights.items)
    scanned += rights.scanned
    complete &&= rights.complete
    next = rights.next
  }
  return { plan, looked: { subjects, scanned, complete: complete && next === undefined } }
}

/** `trilatch policy plan`: what an import would do, without doing it. */
export async function policyPlan(session: Session, file: string): Promise<ExitStatus> {
  const document = await documentIn(session, file)
  const manager = (await session.authorizer()).manage(actor)
  const { plan, looked } = await lookUp(manager, document)
  const { rights: _, ...rest } = plan
  show(session, { ...rest, rights: looked }, `${planText(session, plan, looked)}\nversion: ${plan.version}`)
  return plan.refusal === undefined ? 0 : 1
}

/** `trilatch policy import`: puts a document in the place of the policy, all of it or nothing. */
export async function policyImport(
  session: Session,
  file: string,
  { expect }: { readonly expect?: string | undefined },
): Promise<ExitStatus> {
  const document = await documentIn(session, file)
  const authorizer = await session.authorizer()
  const manager = authorizer.manage(actor)
  const plan = await manager.planImport(document, { limit: 1 })
  const { changed, version } = await manager.importPolicy(document, { version: expect ?? plan.version })
  const { roles, assignments, mappings } = plan
  const counts = `${roles.total} roles, ${assignments.added.total + assignments.removed.total} assignments, ${mappings.added.total + mappings.removed.total} mapping rows`
  show(
    session,
    { changed, version },
    changed ? `Imported: ${counts} changed.\nversion: ${version}` : 'Nothing to change.',
  )
  if (changed) warnInMemory(session, authorizer)
  return 0
}
