/** The second step of signing in: asked for after the password, set up and taken away by the account itself. */
import {
  codeSchema,
  confirmPasswordSchema,
  passwordAndCodeSchema,
  secondStepOnSchema,
  secondStepSchema,
} from '../../scenarios/api/accounts.ts'
import { sessionSchema } from '../../scenarios/api/api.ts'
import { both } from '../../scenarios/text.ts'
import { closeOtherSessions, recordUser, recordWait } from '../accounts.ts'
import type { House } from '../house.ts'
import { type App, type Refusal, refuse } from '../http.ts'
import { countTry } from '../lockout.ts'
import { beginSecondStep, confirmSecondStep, removeSecondStep, useCode } from '../second-step.ts'
import { describeSession, expectPassword, FEW, renewSession } from './session.ts'

const own = { access: 'signed-in', beforeReady: true, rateLimit: FEW } as const
const wrongCode = (): Refusal =>
  refuse(422, 'session/wrong-code', both('Mã không đúng hoặc đã dùng', 'The code is wrong or was used'), 'body.code')

export function secondStepRoutes(app: App, house: House): void {
  const { db, secrets, signIn, later } = house

  /** @throws Refusal `session/wait`, `session/wrong-code` */
  async function expectCode(userId: string, code: string, address: string): Promise<void> {
    const attempt = await countTry(db, secrets, { kind: 'code', of: userId, address })
    const kind = await db.transaction().execute(async (trx) => {
      const used = await useCode(trx, secrets, userId, code)
      if (used === 'recovery') {
        const { role } = await trx.selectFrom('users').select('role').where('id', '=', userId).executeTakeFirstOrThrow()
        await recordUser(trx, secrets, { id: userId, role }, userId, 'user.recovery-code-used', {})
      }
      return used
    })
    if (kind) return attempt.right()
    if (attempt.last) later(() => recordWait(db, secrets, 'code', { id: userId }))
    throw wrongCode()
  }

  app.post(
    '/api/session/code',
    {
      config: { access: 'anyone', beforeReady: true, rateLimit: FEW },
      schema: { body: codeSchema, response: { 200: sessionSchema } },
    },
    async (request, reply) => {
      const { session } = request
      if (!session?.waitsForCode)
        throw refuse(409, 'session/no-code', both('Hãy nhập tên và mật khẩu trước', 'Name and password come first'))
      await expectCode(session.user.id, request.body.code, request.ip)
      await renewSession(house, request, reply, session.user.id)
      return describeSession(house, request)
    },
  )

  app.post(
    '/api/session/second-step',
    { config: own, schema: { body: confirmPasswordSchema, response: { 200: secondStepSchema } } },
    async (request) => {
      if (request.session!.bySso)
        throw refuse(
          409,
          'second-step/sso',
          both('Bước thứ hai do hệ thống đăng nhập của tỉnh giữ', "The second step is the province's single sign-on's"),
        )
      await expectPassword(house, request, request.body.password, 'body.password')
      return db.transaction().execute((trx) => beginSecondStep(trx, secrets, request.user!))
    },
  )

  app.post(
    '/api/session/second-step/confirm',
    { config: own, schema: { body: codeSchema, response: { 200: secondStepOnSchema } } },
    async (request, reply) => {
      const user = request.user!
      const recoveryCodes = await db.transaction().execute(async (trx) => {
        const codes = await confirmSecondStep(trx, secrets, user.id, request.body.code)
        if (!codes) throw wrongCode()
        await recordUser(trx, secrets, user, user.id, 'user.second-step-on', {})
        // Others came in by the password alone.
        await closeOtherSessions(trx, user.id, request.token!)
        return codes
      })
      await renewSession(house, request, reply, user.id)
      return { recoveryCodes, session: await describeSession(house, request) }
    },
  )

  app.post(
    '/api/session/second-step/off',
    { config: own, schema: { body: passwordAndCodeSchema, response: { 200: sessionSchema } } },
    async (request, reply) => {
      const user = request.user!
      if (signIn.secondStepRoles.includes(user.role))
        throw refuse(
          409,
          'second-step/required',
          both('Vai trò của bạn phải có bước thứ hai', 'Your role must have a second step'),
          user.role,
        )
      await expectPassword(house, request, request.body.password, 'body.password')
      await expectCode(user.id, request.body.code, request.ip)
      await db.transaction().execute((trx) => removeSecondStep(trx, secrets, user, user.id))
      await renewSession(house, request, reply, user.id)
      return describeSession(house, request)
    },
  )
}
