import { useMemo, useState } from 'react'
import { api } from '../api/client.ts'
import { useAllRoles, useRole } from '../api/queries.ts'
import { changesOf, withTick } from '../members/ticks.ts'
import type { Ticks } from '../members/ticks.ts'
import type { NewRole, RoleContent, RoleSummary, StoredRole } from '../api/client.ts'
import { hrefOf } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Check } from '../ui/check.tsx'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { tell } from '../ui/toasts.tsx'
import type { RoleAction } from './role-actions.ts'
import { RoleConflict } from './role-conflict.tsx'
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
  const stored = useRole(from?.id ?? '', from !== undefined)
  // What is written is laid over the role as it is stored: a list may be old, and so may what it says of a role.
  const [begun, setBegun] = useState<StoredRole | undefined>(undefined)
  const [newer, setNewer] = useState<StoredRole | undefined>(undefined)
  if (begun === undefined && stored.data !== undefined && !stored.isFetching) setBegun(stored.data)
  const base = begun?.role ?? from
  const list = useAllRoles()
  const others = useMemo(
    () => list.data?.items.filter(({ id }) => !isEdit || id !== from?.id) ?? [],
    [list.data, isEdit, from?.id],
  )
  const taken = useMemo(() => new Set(others.map(({ id }) => id)), [others])
  const [writtenTitle, setTitle] = useState<string | undefined>(
    action.kind === 'copy' ? texts.roles.copyOf(action.role.title) : undefined,
  )
  const [writtenId, setId] = useState<string | undefined>(undefined)
  const [writtenDescription, setDescription] = useState<string | undefined>(undefined)
  const [ticks, setTicks] = useState<Ticks>(new Map())
  const [wasSent, setSent] = useState(false)
  const title = writtenTitle ?? base?.title ?? from?.title ?? ''
  const description = writtenDescription ?? base?.description ?? ''
  const { add, remove } = changesOf(ticks)
  const inherits = [...new Set([...(base?.inherits ?? []), ...add])].filter((role) => !remove.includes(role))

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
      inherits,
      ...(action.kind === 'copy' ? { copyOf: action.role.id } : {}),
    }
    await api.call('createRole', { body: role })
    tell(texts.roles.created(title))
    goTo(hrefOf(['roles', id]))
  }
  const save = async (): Promise<void> => {
    if (begun === undefined) return
    const { rules, administrator } = begun.role
    const content: RoleContent = {
      ...written,
      ...(administrator === undefined ? {} : { administrator }),
      inherits,
      rules,
    }
    await api.call('replaceRole', { params: { role: id }, body: content, version: begun.version })
    tell(texts.roles.saved(title))
  }
  const send = (): Promise<void> | undefined => {
    setSent(true)
    if (title.trim() === '' || (!isEdit && (!isRoleId(id) || taken.has(id)))) return undefined
    return isEdit ? save() : create()
  }
  const toggle = (role: string, wanted: boolean): void =>
    setTicks(withTick(ticks, role, base?.inherits?.includes(role) === true, wanted))
  const goOnFrom = (next: StoredRole): void => {
    setBegun(next)
    setNewer(undefined)
  }
  const inheritable = others.filter(({ administrator }) => !administrator)
  return (
    <FormDialog
      title={heading}
      about={action.kind === 'copy' ? texts.roles.copyAbout(action.role.title) : undefined}
      action={isEdit ? texts.common.save : texts.roles.create}
      isReady={from === undefined || begun !== undefined}
      onSend={send}
      conflict={texts.roles.conflict}
      onConflict={async () => setNewer((await stored.refetch()).data)}
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
      {newer !== undefined && begun !== undefined && (
        <RoleConflict
          before={begun.role}
          after={newer.role}
          isMine={(what) =>
            what === 'title'
              ? writtenTitle !== undefined
              : what === 'description'
                ? writtenDescription !== undefined
                : ticks.has(what)
          }
          titleOf={(role) => others.find(({ id }) => id === role)?.title ?? role}
          onKeep={() => goOnFrom(newer)}
          onDrop={() => {
            goOnFrom(newer)
            setTitle(undefined)
            setDescription(undefined)
            setTicks(new Map())
          }}
          onClose={() => setNewer(undefined)}
        />
      )}
    </FormDialog>
  )
}
