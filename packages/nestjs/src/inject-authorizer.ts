import { Inject } from '@nestjs/common'

/** The token under which the application's authorizer is injected. */
export const authorizerToken: unique symbol = Symbol.for('trilatch.nestjs.authorizer') as never

/** Injects the authorizer that `TrilatchModule` was given: `constructor(@InjectAuthorizer() authorizer: Authorizer)`. */
export const InjectAuthorizer = (): ParameterDecorator & PropertyDecorator => Inject(authorizerToken)
