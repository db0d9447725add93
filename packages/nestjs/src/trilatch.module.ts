import { ConfigurableModuleBuilder, Global, Module } from '@nestjs/common'
import type { ConfigurableModuleCls } from '@nestjs/common'
import { ApplicationConfig, ModulesContainer } from '@nestjs/core'
import { TrilatchError } from '@trilatch/core'
import { Application } from './application.ts'
import { gateToken } from './gate-token.ts'
import { Gate } from './gate.ts'
import { authorizerToken } from './inject-authorizer.ts'
import type { TrilatchModuleOptions } from './options.ts'
import { refusalFilter } from './refusal-filter.ts'

const built = new ConfigurableModuleBuilder<TrilatchModuleOptions>({ moduleName: 'Trilatch' })
  .setClassMethodName('forRoot')
  .build()

/** Under which token the options are. */
export const optionsToken: string | symbol = built.MODULE_OPTIONS_TOKEN

const Configurable: ConfigurableModuleCls<TrilatchModuleOptions, 'forRoot'> = built.ConfigurableModuleClass

/**
 * Guards every handler of an application. Import it once, in the application's own module:
 * `TrilatchModule.forRoot({ authorizer, subject })`, or `forRootAsync({ inject, useFactory })`.
 *
 * @throws TrilatchError when the application is created: `TRILATCH_OPTION_INVALID` for options that are wrong,
 * `TRILATCH_GUARD_INVALID` for decorators that say what cannot be kept.
 */
export class TrilatchModule extends Configurable {}

async function openGate(
  application: Application,
  modules: ModulesContainer,
  config: ApplicationConfig,
): Promise<Gate> {
  const imported = Array.from(modules.values()).filter(({ metatype }) => metatype === TrilatchModule)
  if (imported.length > 1) {
    const message =
      'TrilatchModule is imported twice with different options: import it once, in the application module'
    throw new TrilatchError('TRILATCH_OPTION_INVALID', message)
  }
  const gate = await Gate.open(application, modules)
  // Here and not as APP_GUARD and APP_FILTER, so that they are the first: filters of the application come before ours.
  config.useGlobalGuards(gate)
  config.useGlobalFilters(refusalFilter)
  return gate
}

Global()(TrilatchModule)
Module({
  providers: [
    {
      provide: Application,
      useFactory: (options: TrilatchModuleOptions | undefined) => new Application(options),
      inject: [{ token: optionsToken, optional: true }],
    },
    {
      provide: gateToken,
      useFactory: openGate,
      inject: [Application, ModulesContainer, ApplicationConfig],
    },
    {
      provide: authorizerToken,
      useFactory: ({ authorizer }: Application) => authorizer,
      inject: [Application],
    },
  ],
  exports: [Application, gateToken, authorizerToken],
})(TrilatchModule)
