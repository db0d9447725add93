import { useMemo, useState } from 'react'
import { ask, pathOf } from '../api/ask.ts'
import { useAllRoles, useRole } from '../api/queries.ts'
import type { NewRole, RoleContent, RoleSummary } from '../api/types.ts'
import { hrefOf } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Check } from '../ui/check.tsx'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
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
  const send = (): Promise<void> | undefined => {
    setSent(true)
    if (title.trim() === '' || (!isEdit && (!isRoleId(id) || taken.has(id)))) return undefined
    return isEdit ? save() : create()
  }
  const toggle = (role: string, wanted: boolean): void =>
    setInherits(wanted ? [...inherits, role] : inherits.filter((one) => one !== role))
  const inheritable = others.filter(({ administrator }) => !administrator)
  return (
    <FormDialog
      title={heading}
      about={action.kind === 'copy' ? texts.roles.copyAbout(action.role.title) : undefined}
      action={isEdit ? texts.common.save : texts.roles.create}
      isReady={!isEdit || (stored.data !== undefined && !stored.isFetching)}
      onSend={send}
      conflict={texts.roles.conflict}
      onConflict={stored.refetch}
      problem={stored.error ?? list.error ?? undefined}
      onClose={onClose}
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
    </FormDialog>
  )
}
