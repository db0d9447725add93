import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { refresh } from '../api/queries.ts'
import type { FoundGroupPage, RoleGroup, RoleSummary } from '../api/client.ts'
import { useCaller } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Choice } from '../ui/choice.tsx'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Suggest } from '../ui/suggest.tsx'
import { tell } from '../ui/toasts.tsx'
import { useSettled } from '../ui/use-settled.ts'

export interface GroupFormProps {
  readonly roles: readonly RoleSummary[]
  /** The role that is filled in. */
  readonly role: string
  readonly providers: readonly string[]
  /** Of all mapping rows. */
  readonly version: string | null
  readonly onClose: () => void
}

/** The most roles that are offered at once: whoever looks for another writes more of it. */
const maxSuggested = 50

const levels = ['any', 'member', 'developer', 'maintainer', 'owner'] as const

/** Groups that a directory or provider knows, for what is written so far. */
function useFoundGroups(provider: string, written: string) {
  const { picker } = useCaller()
  const query = useSettled(written.trim().slice(0, 64))
  return useQuery<FoundGroupPage>({
    queryKey: ['groups', provider, query],
    enabled: picker,
    placeholderData: (before) => before,
    queryFn: async ({ signal }) => {
      const searched = query === '' ? {} : { query }
      return (await api.call('searchGroups', { query: { provider, ...searched, limit: 50 }, signal })).body
    },
  })
}

/** Has a group lead to a role. */
export function GroupForm({ roles, role: begunWith, providers, version, onClose }: GroupFormProps) {
  const texts = useTexts()
  const [provider, setProvider] = useState(providers[0] ?? '')
  const [group, setGroup] = useState('')
  const [role, setRole] = useState(begunWith)
  const [scope, setScope] = useState('')
  const [minAccess, setMinAccess] = useState<(typeof levels)[number]>('any')
  const [mode, setMode] = useState<'sync' | 'additive'>('sync')
  const found = useFoundGroups(provider, group)
  const isAdministrator = roles.find(({ id }) => id === role)?.administrator === true
  const written = role.trim().toLowerCase()
  const add = async (): Promise<void> => {
    const body: RoleGroup = {
      provider,
      group: group.trim(),
      ...(scope.trim() === '' || isAdministrator ? {} : { scope: scope.trim() }),
      ...(minAccess === 'any' ? {} : { minAccess }),
      ...(mode === 'sync' || isAdministrator ? {} : { mode }),
    }
    await api.call('addRoleGroup', { params: { role: role.trim() }, body, version })
    tell(texts.groups.added(body.group))
  }
  return (
    <FormDialog
      title={texts.groups.add}
      action={texts.common.add}
      isReady={group.trim() !== '' && role.trim() !== ''}
      onSend={add}
      conflict={texts.groups.conflict}
      onConflict={refresh}
      problem={found.error ?? undefined}
      onClose={onClose}
    >
      {providers.length > 1 && (
        <Choice
          label={texts.groups.provider}
          value={provider}
          onChange={setProvider}
          options={providers.map((value) => ({ value, text: value }))}
        />
      )}
      <Suggest
        label={texts.groups.group}
        hint={texts.groups.pickHint}
        value={group}
        onChange={setGroup}
        suggestions={(found.data?.items ?? []).map(({ name, title }) => ({
          id: name,
          text: title ?? name,
          about: title === undefined ? undefined : name,
        }))}
        mono
        autoFocus
      />
      <Suggest
        label={texts.groups.role}
        value={role}
        onChange={setRole}
        suggestions={roles
          .filter(({ id, title }) => `${id}\n${title}`.toLowerCase().includes(written))
          .slice(0, maxSuggested)
          .map(({ id, title }) => ({ id, text: title, about: id === title ? undefined : id }))}
      />
      {!isAdministrator && (
        <>
          <Field
            label={texts.groups.scope}
            hint={texts.groups.scopeHint}
            value={scope}
            onChange={setScope}
            maxLength={256}
            optional
            mono
          />
          <Choice
            label={texts.groups.mode}
            value={mode}
            onChange={setMode}
            options={[
              { value: 'sync', text: texts.groups.modes.sync },
              { value: 'additive', text: texts.groups.modes.additive },
            ]}
          />
        </>
      )}
      <Choice
        label={texts.groups.minAccess}
        value={minAccess}
        onChange={setMinAccess}
        options={levels.map((value) => ({ value, text: value === 'any' ? texts.groups.anyAccess : value }))}
      />
    </FormDialog>
  )
}
