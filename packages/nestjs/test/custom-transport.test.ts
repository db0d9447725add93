// A transport of the application's own, which keeps one context for all of its messages.
import { Controller } from '@nestjs/common'
import { MessagePattern, Payload, Server } from '@nestjs/microservices'
import type { CustomTransportStrategy } from '@nestjs/microservices'
import { firstValueFrom, from, isObservable } from 'rxjs'
import { afterEach, expect, it } from 'vitest'
import { guarded, serve, stopAll } from './application.ts'
import { Permission } from './policy.ts'

afterEach(stopAll)

class OneContext extends Server implements CustomTransportStrategy {
  readonly #context = { kept: true }
  listen(callback: () => void): void {
    callback()
  }
  close(): void {}
  on(): void {}
  unwrap(): never {
    throw new Error('There is nothing behind this transport')
  }
  async deliver(pattern: string, data: unknown): Promise<unknown> {
    const handler = this.messageHandlers.get(pattern)
    const answer: unknown = await handler?.(data, this.#context)
    return isObservable(answer) ? firstValueFrom(from(answer)) : answer
  }
}

@Controller()
class Messages {
  @MessagePattern('create')
  @Permission('project.create')
  create(@Payload() data: { token: string }) {
    return `created by ${data.token}`
  }
}

it.each(['at once', 'later'])(
  'every message is decided for its own sender, who is known %s',
  async (when) => {
    const strategy = new OneContext()
    const of = (token: string) => ({ id: token, roles: token === 'lead' ? ['creator'] : [] })
    await serve('express', [Messages], {
      imports: [
        guarded({
          subject: (context) => {
            const { token } = context.switchToRpc().getData<{ token: string }>()
            return when === 'at once' ? of(token) : Promise.resolve(of(token))
          },
        }),
      ],
      before: async (app) => {
        app.connectMicroservice({ strategy })
        await app.startAllMicroservices()
      },
    })
    expect(await strategy.deliver('create', { token: 'lead' })).toBe('created by lead')
    await expect(strategy.deliver('create', { token: 'eve' })).rejects.toMatchObject({ status: 403 })
  },
)
