import { Users } from 'lucide-react'
import type { RoleSummary } from '../api/client.ts'
import type { RoleAction } from '../roles/role-actions.ts'
import { useRoleEntries } from '../roles/role-entries.tsx'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { icon } from '../ui/icon.ts'
import { ActionMenu } from '../ui/menu.tsx'

/** What can be done with the role whose permissions are shown. */
export function RoleActions({
  role,
  onAction,
}: {
  readonly role: RoleSummary
  readonly onAction: (action: RoleAction) => void
}) {
  const texts = useTexts()
  const may = useMay()
  const entries = useRoleEntries(role, onAction)
  return (
    <>
      {may('members.view') && (
        <Button icon={<Users {...icon} />} onPress={() => onAction({ kind: 'members', role })}>
          {texts.roles.members}
        </Button>
      )}
      <ActionMenu label={texts.common.actionsFor(role.title)} entries={entries} />
    </>
  )
}
