import { Connection } from '../../src/connection/connection.ts'
import { Servers } from '../../src/connection/servers.ts'
import { DirectoryError } from '../../src/index.ts'

const { bind, search, pages } = Connection.prototype
const { connect } = Servers.prototype

/** Ends what {@link failing} began. */
export function failingNoMore(): void {
  Object.assign(Connection.prototype, { bind, search, pages })
  Servers.prototype.connect = connect
}

/**
 * Has the k-th call to a directory fail, and counts them.
 *
 * @param k 0: none.
 * @param when `after`: it is carried out, and its reply is lost.
 */
export function failing(
  k: number,
  when: 'after' | 'before',
  trouble: DirectoryError['trouble'],
): () => number {
  let calls = 0
  const lost = async <T>(run: () => Promise<T>): Promise<T> => {
    if (++calls !== k) return run()
    if (when === 'after') await run().catch(() => undefined)
    throw new DirectoryError(trouble, 'lost')
  }
  Connection.prototype.bind = function (...given) {
    return lost(() => bind.apply(this, given))
  }
  Connection.prototype.search = function (...given) {
    return lost(() => search.apply(this, given))
  }
  Connection.prototype.pages = async function* (...given) {
    for await (const page of pages.apply(this, given)) yield await lost(async () => page)
  }
  Servers.prototype.connect = function (...given) {
    return lost(() => connect.apply(this, given))
  }
  return () => calls
}
