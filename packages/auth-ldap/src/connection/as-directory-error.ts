import { ResultCodeError } from 'ldapts'
import { DirectoryError } from '../directory-error.ts'

/** That there is more than the server gives. */
const incomplete: readonly number[] = [3, 4, 11]

/** What went wrong, whatever the library threw: first of all why the connection has ended. */
export function asDirectoryError(error: unknown, trouble: DirectoryError | undefined): DirectoryError {
  if (trouble !== undefined) return trouble
  if (error instanceof DirectoryError) return error
  const said = error instanceof Error ? error.message : String(error)
  if (!(error instanceof ResultCodeError))
    return new DirectoryError('protocol', `The directory's answer cannot be read: ${said}`, { cause: error })
  const { code } = error
  if (code === 10)
    return new DirectoryError('referral', 'The directory refers to another server, which is not followed.', {
      resultCode: code,
    })
  const kind = incomplete.includes(code) ? 'incomplete' : 'refused'
  return new DirectoryError(kind, `The directory answered ${code}: ${said}`, {
    resultCode: code,
    cause: error,
  })
}
