import { useMemo, useState } from 'react'
import { ask, pathOf } from '../api/ask.ts'
import { isConflict, Problem } from '../api/problem.ts'
import { refresh, useAllRoles, useRole } from '../api/queries.ts'
import type { NewRole, RoleContent, RoleSummary } from '../api/types.ts'
import { hrefOf } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Check } from '../ui/check.tsx'
import { closeNow } from '../ui/close-now.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { tell } from '../ui/toasts.tsx'
import type { RoleAction } from './role-actions.ts'
import { isRoleId, suggestedId } from './role-id.ts'

export interface RoleFormProps {
  readonly action: Exclude<RoleAction, { readonly kind: 'delete' | 'members' }>
  readonly onClose: () => void
}

/** Makes a role, copies one, or changes what it is called and what it inherits. */
export function RoleForm({ action, onClose }: RoleFormProps) {
  const texts = useTexts()
  const isEdit = action.kind === 'edit'
  const from: RoleSummary | undefined = action.kind === 'new' ? undefined : action.role
  const stored = useRole(from?.id ?? '', isEdit)
  const list = useAllRoles()
  const others = useMemo(
    () => list.data?.pages.flatMap(({ items }) => items).filter(({ id }) => !isEdit || id !== from?.id) ?? [],
    [list.data, isEdit, from?.id],
  )
  const taken = useMemo(() => new Set(others.map(({ id }) => id)), [others])
  const [title, setTitle] = useState(
    from === undefined ? '' : isEdit ? from.title : texts.roles.copyOf(from.title),
  )
  const [writtenId, setId] = useState<string | undefined>(undefined)
  const [description, setDescription] = useState(from?.description ?? '')
  const [inherits, setInherits] = useState<readonly string[]>(from?.inherits ?? [])
  const [wasSent, setSent] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)

  const id = isEdit && from !== undefined ? from.id : (writtenId ?? suggestedId(title, taken))
  const idError = isEdit
    ? undefined
    : taken.has(id)
      ? texts.roles.idTaken
      : wasSent && !isRoleId(id)
        ? texts.roles.idWrong
        : undefined
  const titleError = wasSent && title.trim() === '' ? texts.common.required : undefined
  const heading = isEdit
    ? texts.roles.editRole
    : action.kind === 'copy'
      ? texts.roles.copyRole
      : texts.roles.newRole

  const written = {
    title: title.trim(),
    ...(description.trim() === '' ? {} : { description: description.trim() }),
  }
  const create = async (): Promise<void> => {
    const role: NewRole = {
      id,
      ...written,
      inherits: [...inherits],
      ...(action.kind === 'copy' ? { copyOf: action.role.id } : {}),
    }
    await ask('roles', { method: 'POST', body: role })
    tell(texts.roles.created(title))
    goTo(hrefOf(['roles', id]))
  }
  const save = async (): Promise<void> => {
    if (stored.data === undefined) return
    const { rules, administrator } = stored.data.role
    const content: RoleContent = {
      ...written,
      ...(administrator === undefined ? {} : { administrator }),
      inherits: [...inherits],
      rules,
    }
    await ask(pathOf('roles', id), { method: 'PUT', body: content, version: stored.data.version })
    tell(texts.roles.saved(title))
  }
  const send = (): void => {
    setSent(true)
    if (title.trim() === '' || (!isEdit && (!isRoleId(id) || taken.has(id)))) return
    setBusy(true)
    setProblem(undefined)
    ;(isEdit ? save() : create())
      .then(async () => {
        closeNow(onClose)
        await refresh()
      })
      .catch((error: unknown) => {
        setProblem(isConflict(error) ? new Problem(412, undefined, texts.roles.conflict) : error)
        setBusy(false)
        if (isConflict(error)) void stored.refetch()
      })
  }
  const toggle = (role: string, wanted: boolean): void =>
    setInherits(wanted ? [...inherits, role] : inherits.filter((one) => one !== role))
  const inheritable = others.filter(({ administrator }) => !administrator)
  return (
    <Dialog
      title={heading}
      about={action.kind === 'copy' ? texts.roles.copyAbout(action.role.title) : undefined}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{texts.common.cancel}</Button>
          <Button
            look="accent"
            isPending={isBusy}
            isDisabled={isEdit && (stored.data === undefined || stored.isFetching)}
            onPress={send}
          >
            {isEdit ? texts.common.save : texts.roles.create}
          </Button>
        </>
      }
    >
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Field
          label={texts.common.title}
          value={title}
          onChange={setTitle}
          error={titleError}
          maxLength={200}
          autoFocus
        />
        <Field
          label={texts.common.id}
          hint={texts.roles.idHint}
          value={id}
          onChange={setId}
          error={idError}
          readOnly={isEdit}
          mono
        />
        <Field
          label={texts.roles.description}
          value={description}
          onChange={setDescription}
          maxLength={2_000}
          optional
          lines={2}
        />
        <fieldset>
          <legend className="group-title">{texts.roles.inherits}</legend>
          {list.isPending ? (
            <Skeleton lines={2} />
          ) : (
            <p className="soft small">
              {list.isSuccess && inheritable.length === 0 ? texts.roles.noOthers : texts.roles.inheritsHint}
            </p>
          )}
          <ul className="picks short">
            {inheritable.map((role) => (
              <li key={role.id}>
                <Check checked={inherits.includes(role.id)} onChange={(wanted) => toggle(role.id, wanted)}>
                  {role.title}
                </Check>
              </li>
            ))}
          </ul>
        </fieldset>
        <button type="submit" hidden />
      </form>
      <ProblemNote problem={problem ?? stored.error ?? list.error ?? undefined} />
    </Dialog>
  )
}
