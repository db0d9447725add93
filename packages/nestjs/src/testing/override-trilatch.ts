import type { TestingModuleBuilder } from '@nestjs/testing'
import { Application } from '../application.ts'
import type { TrilatchModuleOptions } from '../options.ts'
import { optionsToken } from '../trilatch.module.ts'

/**
 * Has the modules under test guarded with other options than `TrilatchModule` was given: an authorizer with the
 * roles of the test, a `subject` that the test speaks through. What is not named stays, `public` above all.
 *
 * The options of `forRootAsync` are made all the same; override what their factory injects where it must not run.
 *
 * @returns The builder, to go on with.
 */
export function overrideTrilatch(
  builder: TestingModuleBuilder,
  options: Partial<TrilatchModuleOptions>,
): TestingModuleBuilder {
  return builder.overrideProvider(Application).useFactory({
    factory: (given: TrilatchModuleOptions) => new Application({ ...given, ...options }),
    inject: [optionsToken as string],
  })
}
