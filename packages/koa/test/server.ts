// The servers and raw sockets of the Express adapter's tests: nothing in them is Express's.
export * from '../../express/test/server.ts'
