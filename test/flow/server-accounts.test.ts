/** Waits after wrong passwords, what a password may be, and the second step, on a real server. */
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addUser, setPassword, theServer } from '../../server/accounts.ts'
import { build } from '../../server/app.ts'
import { plainSignIn } from '../../server/settings.ts'
import { PASSWORD, type Person, startServer, type TestServer, until } from './server-harness.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const WRONG = 'không phải mật khẩu này'
/** Each from an address of its own: routes also count requests by address. */
let lastAddress = 0
const newAddress = () => `10.9.${(++lastAddress >> 8) & 255}.${lastAddress & 255}`

async function account(name: string, role: 'planner' | 'approver' | 'admin' = 'planner') {
  const { user } = await addUser(server.db, server.secrets, theServer, {
    ...{ name, displayName: `Người ${name}`, role, unitCode: null },
  })
  await server.db.transaction().execute((trx) => setPassword(trx, user.id, PASSWORD, false))
  return user
}
const signIn = (name: string, password: string, remoteAddress = newAddress()) =>
  server.app.inject({ method: 'POST', url: '/api/session', payload: { name, password }, remoteAddress })
type Answer = Awaited<ReturnType<typeof signIn>>
const personOf = (answer: Answer): Person => ({
  cookie: String(answer.headers['set-cookie']).split(';')[0]!,
  csrf: answer.json().csrf,
  name: '',
  id: '',
})
const codeOf = (answer: { json(): { code: string } }) => answer.json().code
const post = (who: Person, url: string, payload: object, remoteAddress = newAddress()) =>
  server.app.inject({
    ...{ method: 'POST', url, payload, remoteAddress },
    headers: { cookie: who.cookie, 'x-csrf-token': who.csrf },
  })
const actionsOf = async (userId: string) => {
  const subject = `user/${server.secrets.actor(userId)}`
  const rows = await server.db.selectFrom('ledger').select('action').where('subject', '=', subject).execute()
  return rows.map(({ action }) => action)
}

test('wrong passwords wait, the same for a name that is nobody’s, also after a restart; an administrator ends it', async () => {
  const lan = await account('lan')
  const answers: Answer[][] = [[], []]
  for (let i = 0; i < 8; i++) {
    answers[0]!.push(await signIn('lan', WRONG))
    answers[1]!.push(await signIn('nguoi.khong.co', WRONG))
  }
  const seen = answers.map((of) => of.map((answer) => [answer.statusCode, answer.body, answer.headers['retry-after']]))
  const wait = {
    code: 'session/wait',
    message: { vi: expect.stringContaining('giây'), en: expect.stringContaining(' s') },
  }
  expect(answers[0]!.map(codeOf)).toEqual([...Array(6).fill('session/wrong'), 'session/wait', 'session/wait'])
  expect(answers[0]![7]!.json()).toEqual(wait)
  expect(Number(answers[0]![7]!.headers['retry-after'])).toBeGreaterThan(20)
  const withoutSeconds = (of: unknown) => JSON.stringify(of).replace(/\d+ (giây|s)\b|"\d+"/g, '')
  expect(withoutSeconds(seen[0])).toBe(withoutSeconds(seen[1]))

  // The right password waits as well, and a restart forgives nothing.
  await server.restart()
  expect(codeOf(await signIn('lan', PASSWORD))).toBe('session/wait')
  const admin = await server.person('admin')
  const listed = async () =>
    (await server.inject(admin, 'GET', '/api/users')).json().find(({ id }: Person) => id === lan.id)
  expect(Date.parse((await listed()).waitsUntil)).toBeGreaterThan(Date.now())
  await until(async () => (await actionsOf(lan.id)).includes('user.locked'))
  expect((await server.inject(admin, 'PATCH', `/api/users/${lan.id}`, { unlock: true })).statusCode).toBe(200)
  expect((await listed()).waitsUntil).toBeNull()
  expect((await signIn('lan', PASSWORD)).statusCode).toBe(200)
  expect(await actionsOf(lan.id)).toEqual(['user.created', 'user.locked', 'user.unlocked'])
  // What was typed as a name is kept nowhere.
  const kept = await server.db.selectFrom('signInFailures').select('key').execute()
  expect(kept.length).toBeGreaterThan(0)
  expect(kept.some(({ key }) => key.includes('lan') || key.includes('khong'))).toBe(false)
})

test('the wait grows while they stay wrong, and success ends it', async () => {
  await account('minh')
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    const waits: number[] = []
    for (let i = 0; i < 12; i++) {
      const answer = await signIn('minh', WRONG)
      if (codeOf(answer) === 'session/wait') {
        const seconds = Number(answer.headers['retry-after'])
        waits.push(seconds)
        vi.setSystemTime(Date.now() + seconds * 1000)
        expect(codeOf(await signIn('minh', WRONG))).toBe('session/wrong')
      }
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900])
    vi.setSystemTime(Date.now() + 900_000)
    expect((await signIn('minh', PASSWORD)).statusCode).toBe(200)
    for (let i = 0; i < 5; i++) expect(codeOf(await signIn('minh', WRONG))).toBe('session/wrong')
    expect((await signIn('minh', PASSWORD)).statusCode).toBe(200)
  } finally {
    vi.useRealTimers()
  }
})

test('many guesses at once are no way around it; an address waits too, whatever names it tries', async () => {
  await account('hoa')
  const codes = (await Promise.all(Array.from({ length: 12 }, () => signIn('hoa', WRONG)))).map(codeOf)
  expect(codes.filter((code) => code === 'session/wrong')).toHaveLength(6)

  const { countTry } = await import('../../server/lockout.ts')
  const address = newAddress()
  const guess = (i: number) => countTry(server.db, server.secrets, { kind: 'name', of: `ten${i}`, address })
  for (let i = 0; i < 31; i++) await guess(i)
  await expect(guess(31)).rejects.toThrow('Too many wrong tries')
  expect((await signIn('lan', PASSWORD)).statusCode).toBe(200) // from elsewhere
  expect(codeOf(await signIn('lan', PASSWORD, address))).toBe('session/wait')
})

test('a new password is not a name and not a common one', async () => {
  await account('nguyen.van.nam')
  const nam = personOf(await signIn('nguyen.van.nam', PASSWORD))
  for (const next of ['Nguyen.Van.Nam1', 'làng thử 123456', 'password123456']) {
    const answer = await post(nam, '/api/session/password', { current: PASSWORD, next })
    expect([next, answer.statusCode, answer.json().code, answer.json().place]).toEqual([
      ...[next, 400, 'session/weak-password', 'body.next'],
    ])
  }
  const good = await post(nam, '/api/session/password', { current: PASSWORD, next: 'con cò bay lả bay la' })
  expect(good.statusCode).toBe(200)
})

test('the second step: set up with a code, asked for, each code once, recovery codes, taken away', async () => {
  const { id } = await account('thu')
  const first = personOf(await signIn('thu', PASSWORD))
  const other = personOf(await signIn('thu', PASSWORD))
  const step = '/api/session/second-step'
  expect(codeOf(await post(first, `${step}/confirm`, { code: '123456' }))).toBe('session/wrong-code')
  expect(codeOf(await post(first, step, { password: WRONG }))).toBe('session/wrong')
  const begun = (await post(first, step, { password: PASSWORD })).json<{ secret: string; uri: string }>()
  expect(begun.uri).toMatch(new RegExp(`^otpauth://totp/Vi%20Thanh%20Twin:thu\\?.*secret=${begun.secret}`))
  const row = await server.db.selectFrom('secondSteps').selectAll().where('userId', '=', id).executeTakeFirstOrThrow()
  expect(JSON.stringify(row)).not.toContain(begun.secret)
  const totp = new TOTP({ secret: begun.secret })
  // Begun is not on: signing in does not ask yet.
  expect((await signIn('thu', PASSWORD)).json().waitsFor).toBeNull()
  const now = Date.now()
  const on = await post(first, `${step}/confirm`, { code: totp.generate({ timestamp: now - 30_000 }) })
  expect(on.statusCode, on.body).toBe(200)
  const { recoveryCodes, session } = on.json<{ recoveryCodes: string[]; session: { recoveryCodes: number } }>()
  expect([recoveryCodes.length, new Set(recoveryCodes).size, session.recoveryCodes]).toEqual([10, 10, 10])
  // Sessions that came in by the password alone are over.
  for (const old of [first, other]) expect((await server.inject(old, 'GET', '/api/session')).json().user).toBeNull()

  const half = await signIn('thu', PASSWORD)
  expect(half.json()).toMatchObject({ user: null, waitsFor: 'code', recoveryCodes: null })
  const waiting = personOf(half)
  expect((await server.inject(waiting, 'GET', '/api/ledger')).statusCode).toBe(401)
  expect((await post(waiting, step, { password: PASSWORD })).statusCode).toBe(401)
  const code = totp.generate({ timestamp: now })
  const unsigned = await server.app.inject({
    ...{ method: 'POST', url: '/api/session/code', payload: { code }, headers: { cookie: waiting.cookie } },
  })
  expect(codeOf(unsigned)).toBe('request/forged')
  const whole = await post(waiting, '/api/session/code', { code: `${code.slice(0, 3)} ${code.slice(3)}` })
  expect(whole.json()).toMatchObject({ user: { name: 'thu' }, waitsFor: null, recoveryCodes: 10 })
  const thu = { ...personOf(whole), csrf: whole.json().csrf }
  expect((await server.inject(thu, 'GET', '/api/ledger')).statusCode).toBe(200)
  // The half-open session is gone; the same code does not come in twice.
  expect(codeOf(await post(waiting, '/api/session/code', { code }))).toBe('session/no-code')
  const again = personOf(await signIn('thu', PASSWORD))
  expect(codeOf(await post(again, '/api/session/code', { code }))).toBe('session/wrong-code')
  const recovery = recoveryCodes[0]!
  const recovered = await post(again, '/api/session/code', { code: recovery.toUpperCase() })
  expect(recovered.json()).toMatchObject({ user: { name: 'thu' }, recoveryCodes: 9 })
  const third = personOf(await signIn('thu', PASSWORD))
  expect(codeOf(await post(third, '/api/session/code', { code: recovery }))).toBe('session/wrong-code')

  // Wrong codes wait as wrong passwords do, and knowing the password is no way around it.
  const codes: string[] = []
  for (let i = 0; i < 6; i++) codes.push(codeOf(await post(third, '/api/session/code', { code: 'aaaaaaaaaaaa' })))
  expect(codes).toEqual([...Array(5).fill('session/wrong-code'), 'session/wait'])
  const fourth = personOf(await signIn('thu', PASSWORD))
  expect(codeOf(await post(fourth, '/api/session/code', { code: recoveryCodes[1]! }))).toBe('session/wait')
  const admin = await server.person('admin')
  await server.inject(admin, 'PATCH', `/api/users/${id}`, { unlock: true })
  expect((await post(fourth, '/api/session/code', { code: recoveryCodes[1]! })).statusCode).toBe(200)

  const off = await post(thu, `${step}/off`, { password: PASSWORD, code: recoveryCodes[2]! })
  expect(off.json()).toMatchObject({ user: { name: 'thu' }, recoveryCodes: null })
  expect((await signIn('thu', PASSWORD)).json().waitsFor).toBeNull()
  expect(await server.db.selectFrom('recoveryCodes').selectAll().where('userId', '=', id).execute()).toEqual([])
  expect(await actionsOf(id)).toEqual([
    ...['user.created', 'user.second-step-on', 'user.recovery-code-used', 'user.locked', 'user.unlocked'],
    ...['user.recovery-code-used', 'user.recovery-code-used', 'user.second-step-off'],
  ])
})

test('an administrator takes a lost second step away; the sessions end with it', async () => {
  const { id } = await account('binh')
  const binh = personOf(await signIn('binh', PASSWORD))
  const { secret } = (await post(binh, '/api/session/second-step', { password: PASSWORD })).json()
  const on = await post(binh, '/api/session/second-step/confirm', { code: new TOTP({ secret }).generate() })
  const signedIn = { ...personOf(on), csrf: on.json().session.csrf }
  const admin = await server.person('admin')
  const stepOf = async () =>
    (await server.inject(admin, 'GET', '/api/users')).json().find((one: Person) => one.id === id).secondStep
  expect(await stepOf()).toBe(true)
  expect(codeOf(await post(signedIn, '/api/session/second-step', { password: PASSWORD }))).toBe('second-step/on')
  expect((await server.inject(admin, 'PATCH', `/api/users/${id}`, { resetSecondStep: true })).statusCode).toBe(200)
  expect(await stepOf()).toBe(false)
  expect((await server.inject(signedIn, 'GET', '/api/session')).json().user).toBeNull()
  expect((await signIn('binh', PASSWORD)).json().waitsFor).toBeNull()
})

test('where a role must have a second step, nothing is done without it, and it stays on', async () => {
  const strict = await build({
    ...{ connection: server.connection, dataDir: server.dataDir, tilesDir: `${server.dir}/tiles` },
    signIn: { ...plainSignIn, secondStepRoles: ['approver', 'admin'] },
  })
  const before = server.app
  server.app = strict
  try {
    await account('duyet', 'approver')
    await account('ve')
    expect((await signIn('ve', PASSWORD)).json().waitsFor).toBeNull()
    const answer = await signIn('duyet', PASSWORD)
    expect(answer.json()).toMatchObject({ user: { name: 'duyet' }, waitsFor: 'second-step' })
    const who = personOf(answer)
    expect(codeOf(await server.inject(who, 'GET', '/api/ledger'))).toBe('session/second-step')
    const { secret } = (await post(who, '/api/session/second-step', { password: PASSWORD })).json()
    const on = await post(who, '/api/session/second-step/confirm', { code: new TOTP({ secret }).generate() })
    expect(on.json().session.waitsFor).toBeNull()
    const ready = { ...personOf(on), csrf: on.json().session.csrf }
    expect((await server.inject(ready, 'GET', '/api/ledger')).statusCode).toBe(200)
    const off = await post(ready, '/api/session/second-step/off', {
      password: PASSWORD,
      code: on.json().recoveryCodes[0],
    })
    expect(codeOf(off)).toBe('second-step/required')
  } finally {
    server.app = before
    await strict.close()
  }
})
