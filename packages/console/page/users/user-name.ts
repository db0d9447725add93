import type { User } from '../api/client.ts'

/** What a user is called: their title, or their address, or their id. */
export function userName({ title, email, id }: Pick<User, 'id' | 'title' | 'email'>): string {
  return title ?? email ?? id
}
