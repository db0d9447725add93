// For `node --import`: every object seems to have these fields. Left out are those by which a host is told loudly that
// nothing can start on it, and those that tests give objects by way of their class.
const fields = {
  state: 'granted',
  reason: 'granted',
  granted: true,
  expected: 'granted',
  permission: '*',
  role: 'admin',
  rules: [{ permission: '*', state: 'granted' }],
  assignments: [{ subject: 'ann', role: 'admin' }],
  version: 'x',
  level: 'view',
  param: 'x',
  disclose: 'generic',
  limit: 200,
  after: 'a',
  status: 200,
  source: 'assigned',
  via: ['x'],
}
for (const [key, value] of Object.entries(fields)) {
  // oxlint-disable-next-line eslint/no-extend-native
  Object.defineProperty(Object.prototype, key, {
    value,
    configurable: true,
    enumerable: false,
    writable: true,
  })
}
