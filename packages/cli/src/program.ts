import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { addAuditCommands } from './audit-program.ts'
import { check } from './commands/check.ts'
import { explain } from './commands/explain.ts'
import { gitlabTest } from './commands/gitlab-test.ts'
import { ldapTest } from './commands/ldap-test.ts'
import { policyExport } from './commands/policy-export.ts'
import { policyImport, policyPlan } from './commands/policy-import.ts'
import { routes } from './commands/routes.ts'
import { store } from './commands/store.ts'
import { sync } from './commands/sync.ts'
import { userAdd } from './commands/user-add.ts'
import { userList } from './commands/user-list.ts'
import { userRole } from './commands/user-role.ts'
import { setSuspended } from './commands/user-suspend.ts'
import { validate } from './commands/validate.ts'
import type { ExitStatus } from './failure.ts'
import type { Session } from './session.ts'

/** Has a command's work done in a session, with the options that all commands share. */
export type Perform = (
  options: { readonly json?: boolean; readonly config?: string },
  work: (session: Session) => Promise<ExitStatus>,
) => Promise<void>

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

const after = `
Exit status:
  0  granted, valid, protected, done
  1  forbidden, invalid, unprotected, refused
  2  it could not be asked: wrong usage, no configuration, a store that does not answer

Environment:
  NO_COLOR           no colours
  TRILATCH_PASSWORD  the password for user add
  TRILATCH_AUDIT_KEY the keys for audit verify --file, with a space between

The application is what the nearest trilatch.config.ts, .mts, .js or .mjs exports as its default:
  export default defineConfig({ authorizer, routes: () => coverage(app) })
  with defineConfig from @trilatch/cli`

function collect(value: string, values: readonly string[]): readonly string[] {
  return [...values, value]
}

function pageSize(text: string): number {
  const size = Number(text)
  if (!Number.isInteger(size) || size < 1 || size > 200)
    throw new InvalidArgumentError('It must be a whole number from 1 to 200.')
  return size
}

function share(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number from 0 to 1.')
  return value
}

function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

/** A command with the options that all of them have. */
function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .addOption(new Option('--config <file>', 'the configuration; default: the nearest trilatch.config.*'))
    .addOption(new Option('--json', 'print the result as JSON'))
}

function addUserCommands(program: Command, perform: Perform): void {
  const user = program.command('user').description('Users of the store, and their roles')
  command(user, 'list', 'List users, ordered by id')
    .option('--after <id>', 'continue behind this user')
    .option('--limit <count>', 'how many at once, 1 to 200', pageSize, 50)
    .action((options) => perform(options, (session) => userList(session, options)))
  command(user, 'add <email>', 'Add a user with a password and roles')
    .option('--role <role>', 'give this role; may be repeated', collect, [])
    .option('--title <name>', 'the name that people read')
    .option('--id <id>', 'default: a random one')
    .option('--password-stdin', 'read the password from standard input', false)
    .option('--overwrite', 'replace the password and the roles of a user that exists', false)
    .action((email: string, options) => perform(options, (session) => userAdd(session, email, options)))
  command(user, 'role <user>', 'Show the roles of a user, or give and take some')
    .option('--add <role>', 'give this role; may be repeated', collect, [])
    .option('--remove <role>', 'take this role; may be repeated', collect, [])
    .option('--scope <context>', 'the role counts only for resources that match, as finance.*')
    .option('--external', "the user is one of the application's own table", false)
    .action((who: string, options) => perform(options, (session) => userRole(session, who, options)))
  command(user, 'suspend <user>', 'Forbid a user everything, whatever their roles').action(
    (who: string, options) => perform(options, (session) => setSuspended(session, who, true)),
  )
  command(user, 'restore <user>', 'End a suspension').action((who: string, options) =>
    perform(options, (session) => setSuspended(session, who, false)),
  )
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('It must be a whole number from 1 to 65535.')
  return port
}

function addGitLabCommands(program: Command, perform: Perform): void {
  const gitlab = program.command('gitlab').description('Sign-in with GitLab, or another OpenID provider')
  command(gitlab, 'test', 'Sign in at the provider, and show what it says and what that leads to')
    .option('--strategy <id>', 'which of `strategies`; default: the only one')
    .option('--port <port>', 'where the browser comes back to on this machine', portNumber, 4180)
    .option('--paste', 'read the address that the browser ends at from standard input', false)
    .option('--discovery', 'ask what the provider publishes, and nothing more', false)
    .action((options) => perform(options, (session) => gitlabTest(session, options)))
}

function addPolicyCommands(program: Command, perform: Perform): void {
  const policy = program.command('policy').description('Roles, assignments and mapping rows as one document')
  command(policy, 'export', 'Print the whole policy; its version goes to standard error')
    .option('--no-assignments', 'leave out who has which role')
    .action((options) => perform(options, (session) => policyExport(session, options)))
  command(
    policy,
    'plan <file>',
    'Say what importing a document would change, whose rights and how; - is standard input',
  ).action((file: string, options) => perform(options, (session) => policyPlan(session, file)))
  command(
    policy,
    'import <file>',
    'Put a document in the place of the policy, all of it or nothing; - is standard input',
  )
    .option('--expect <version>', 'only if the policy is still what export or plan said')
    .action((file: string, options) => perform(options, (session) => policyImport(session, file, options)))
}

/** The command line: names, arguments and help; the work is in `commands/`. */
export function makeProgram(perform: Perform): Command {
  const program = new Command('trilatch')
    .description('Roles and permissions of an application: ask, explain, validate, administer.')
    .version(version)
    .addHelpText('after', after)
    .showSuggestionAfterError()
    .exitOverride()
  const question = (name: string, description: string): Command =>
    command(program, name, description)
      .argument('<subject>', 'the id of a user, or - for somebody who is not signed in')
      .argument('<permission>', 'as project.create')
      .argument('[resource]', 'the name of a resource; without it the answer is for every resource')
  question('check', 'Tell whether somebody may do something').action(
    (subject: string, permission: string, resource: string | undefined, options) =>
      perform(options, (session) => check(session, { subject, permission, resource })),
  )
  question('explain', 'Tell why: every role and rule that led to the answer').action(
    (subject: string, permission: string, resource: string | undefined, options) =>
      perform(options, (session) => explain(session, { subject, permission, resource })),
  )
  command(
    program,
    'validate <policy...>',
    'Check policy documents, YAML or JSON; - is standard input',
  ).action((files: string[], options) =>
    perform(options, (session) => validate(session, files, options.config as string | undefined)),
  )
  command(program, 'routes', 'List the routes of the application and what protects each').action((options) =>
    perform(options, routes),
  )
  command(program, 'sync', 'Compare whole directories with what is recorded, and write what differs')
    .option('--provider <id>', 'only this one; default: every strategy that lists everybody')
    .option('--dry-run', 'say who would gain and lose what, and write nothing', false)
    .option('--max-removal-share <share>', 'the share of users who may lose roles; default 0.2', share)
    .option('--allow-removals <count>', 'so many may lose roles in this pass, whatever the share is', count)
    .action((options) => perform(options, (session) => sync(session, options)))
  program
    .command('store')
    .description('Make a store in Redis, look at it, accept a loss; store --help tells more')
    .argument('[arguments...]')
    .allowUnknownOption()
    .helpOption(false)
    .action((args: string[]) => perform({}, (session) => store(session, args)))
  addPolicyCommands(program, perform)
  addUserCommands(program, perform)
  addAuditCommands(program, command, perform)
  addGitLabCommands(program, perform)
  const ldap = program.command('ldap').description('The directory that people sign in with')
  command(ldap, 'test <user>', 'Try what a sign-in would find: entry, groups, rows, roles, permissions')
    .option('--strategy <id>', 'which directory, where there are several')
    .action((who: string, options) => perform(options, (session) => ldapTest(session, who, options)))
  return program
}
