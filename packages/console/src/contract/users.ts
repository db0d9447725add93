import * as z from 'zod'
import { page, paging, subjectId, text, userParams, version, written } from './common.ts'
import type { Declaration } from './declaration.ts'
import { named, noted } from './named.ts'

export const email = noted(z.email('not an e-mail address').max(254), 'Unique, compared in its normal form.')

export const user = named(
  'User',
  z.strictObject({
    id: subjectId,
    email: z.string().exactOptional(),
    title: z.string().exactOptional(),
    suspended: z.boolean(),
    createdAt: noted(
      z.string().exactOptional(),
      'ISO 8601; absent where the application keeps its users itself.',
    ),
  }),
)

export const storedUser = named(
  'StoredUser',
  z.strictObject({
    user,
    version: noted(version.clone().nullable(), 'Null where the application keeps its users itself.'),
  }),
)

export const newUser = named(
  'NewUser',
  z.strictObject({
    id: noted(subjectId.clone().exactOptional(), 'Default: a random one.'),
    email: email.exactOptional(),
    title: text(200).exactOptional(),
  }),
)

export const userChange = named(
  'UserChange',
  z.strictObject({
    email: noted(z.email('not an e-mail address').max(254).nullable().exactOptional(), 'Null removes it.'),
    title: noted(text(200).nullable().exactOptional(), 'Null removes it.'),
  }),
)

const tag = 'Users'
const act = {
  method: 'POST',
  tag,
  requires: 'trilatch.users.suspend',
  writes: true,
  params: userParams,
  answer: { status: 200, description: 'It is so.', body: written, tagged: true },
  refusals: [404, 409],
} as const

export const userRoutes = {
  listUsers: {
    method: 'GET',
    path: '/users',
    tag,
    summary: 'Users, ordered by id',
    requires: 'trilatch.users.view',
    writes: false,
    query: z.strictObject({
      ...paging,
      query: noted(
        text(254, 0).exactOptional(),
        'What the id begins with, or the e-mail address or title without regard to case and accents.',
      ),
    }),
    answer: {
      status: 200,
      description: 'A page of users; of a search perhaps fewer than `limit`: go on while there is a `next`.',
      body: page('UserPage', storedUser),
    },
  },
  createUser: {
    method: 'POST',
    path: '/users',
    tag,
    summary: 'Creates a user, with the roles that new users get',
    requires: 'trilatch.users.edit',
    writes: true,
    reauthentication: 'console',
    body: newUser,
    answer: {
      status: 201,
      description: 'The user was created.',
      body: named('CreatedUser', z.strictObject({ ...written.shape, id: subjectId })),
      tagged: true,
    },
    refusals: [404, 409, 422],
  },
  getUser: {
    method: 'GET',
    path: '/users/{user}',
    tag,
    summary: 'A user',
    requires: 'trilatch.users.view',
    writes: false,
    params: userParams,
    answer: { status: 200, description: 'The user.', body: storedUser, tagged: true },
    refusals: [404],
  },
  updateUser: {
    method: 'PATCH',
    path: '/users/{user}',
    tag,
    summary: 'Changes e-mail address and title of a user',
    requires: 'trilatch.users.edit',
    writes: true,
    ifMatch: true,
    reauthentication: 'console',
    params: userParams,
    body: userChange,
    answer: { status: 200, description: 'The user was changed.', body: written, tagged: true },
    refusals: [404, 409, 422],
  },
  deleteUser: {
    method: 'DELETE',
    path: '/users/{user}',
    tag,
    summary: 'Removes a user and all their assignments',
    requires: 'trilatch.users.edit',
    writes: true,
    ifMatch: true,
    params: userParams,
    answer: { status: 200, description: 'The user was removed.', body: written },
    refusals: [404, 409],
  },
  suspendUser: {
    ...act,
    path: '/users/{user}/suspend',
    summary: 'Forbids a user everything, whatever their roles, and ends their sessions',
  },
  resumeUser: {
    ...act,
    path: '/users/{user}/resume',
    summary: 'Ends a suspension',
    reauthentication: 'console',
  },
  signOutUser: { ...act, path: '/users/{user}/sign-out', summary: 'Ends every session of a user' },
} as const satisfies Record<string, Declaration>
