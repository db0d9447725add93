import {
  History,
  KeyRound,
  MessageCircleQuestionMark,
  ShieldCheck,
  UserRound,
  UsersRound,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { AuditScreen } from '../audit/audit-screen.tsx'
import type { Session } from '../api/client.ts'
import { GroupsScreen } from '../groups/groups-screen.tsx'
import { MineScreen } from '../mine/mine-screen.tsx'
import { PermissionsScreen } from '../permissions/permissions-screen.tsx'
import { RolesScreen } from '../roles/roles-screen.tsx'
import type { Route } from '../router/route.ts'
import type { Texts } from '../texts/shape.ts'
import { UsersScreen } from '../users/users-screen.tsx'
import { WhyScreen } from '../why/why-screen.tsx'

/** One entry of the navigation. */
export interface Screen {
  readonly id: 'roles' | 'users' | 'groups' | 'why' | 'audit' | 'mine'
  readonly icon: ComponentType<{ className?: string; 'aria-hidden'?: 'true' }>
  readonly title: (texts: Texts) => string
  readonly isOpenTo: (session: Session) => boolean
  readonly show: ComponentType<{ readonly route: Route }>
}

const may =
  (...permissions: readonly string[]) =>
  (session: Session): boolean =>
    permissions.some((permission) => session.may[`trilatch.${permission}`] === true)

function Roles({ route }: { readonly route: Route }) {
  const [, role] = route.segments
  return role === undefined ? <RolesScreen /> : <PermissionsScreen role={role} key={role} />
}

/** All screens, in the order of the navigation. */
export const screens: readonly Screen[] = [
  {
    id: 'roles',
    icon: ShieldCheck,
    title: (texts) => texts.shell.roles,
    isOpenTo: may('roles.view'),
    show: Roles,
  },
  {
    id: 'users',
    icon: UserRound,
    title: (texts) => texts.shell.users,
    isOpenTo: may('users.view'),
    show: UsersScreen,
  },
  {
    id: 'groups',
    icon: UsersRound,
    title: (texts) => texts.shell.groups,
    isOpenTo: (session) => session.mappings && may('mappings.view')(session),
    show: GroupsScreen,
  },
  {
    id: 'why',
    icon: MessageCircleQuestionMark,
    title: (texts) => texts.shell.why,
    isOpenTo: may('explain'),
    show: WhyScreen,
  },
  {
    id: 'audit',
    icon: History,
    title: (texts) => texts.shell.audit,
    isOpenTo: may('audit.view'),
    show: AuditScreen,
  },
  { id: 'mine', icon: KeyRound, title: (texts) => texts.shell.mine, isOpenTo: () => true, show: MineScreen },
]
