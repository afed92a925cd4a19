/** What a phone keeps and sends, without a browser: in memory, against a server that fails as asked. */
import { beforeEach, expect, test, vi } from 'vitest'
import { flush, isWaiting, queue } from './outbox.ts'
import { all, type Draft, emptyDraft, type Kept, put } from './store.ts'

type Answer = number | 'lost'
const asked: { path: string; body: unknown }[] = []
let answers: Answer[] = []

beforeEach(async () => {
  asked.length = 0
  for (const { id } of await all('kept')) await put('kept', id, undefined)
  vi.stubGlobal('fetch', async (path: string, { body }: { body: unknown }) => {
    asked.push({ path: path.split('?')[0]!, body: typeof body === 'string' ? JSON.parse(body) : body })
    const answer = answers.shift() ?? 201
    if (answer === 'lost') throw new TypeError('no link')
    const said = answer < 300 ? { code: 'PA.1' } : { code: 'report/outside', message: { vi: 'xa', en: 'far' } }
    return new Response(JSON.stringify(said), { status: answer })
  })
})

const photo = (id: string) => ({ id, name: `${id}.jpg`, blob: new Blob([id]), state: 'waiting' as const })
const draft: Draft = {
  ...emptyDraft,
  ...{ category: 'streets', text: ' ổ gà ', place: { lon: 105.47, lat: 9.78 }, photos: [photo('a'), photo('b')] },
}
const only = async (): Promise<Kept> => (await all('kept'))[0]!

test('what was not answered is sent again, the same, until it is; then its photos, each once', async () => {
  await queue(draft)
  answers = ['lost']
  await flush()
  expect(await only()).toMatchObject({ state: 'waiting', problem: { code: 'net/offline' } })
  answers = [201, 201, 'lost']
  await flush()
  expect(await only()).toMatchObject({ state: 'sent', code: 'PA.1', photos: [{ state: 'sent' }, { state: 'waiting' }] })
  expect(isWaiting(await only())).toBe(true)
  await flush()
  const done = await only()
  expect([isWaiting(done), done.photos.every(({ blob }) => blob === null)]).toEqual([false, true])
  await flush()
  const [reports, photos] = ['/api/reports', '/api/reports/follow/photos'].map((path) =>
    asked.filter((one) => one.path === path),
  )
  expect(reports!.map(({ body }) => body)).toEqual([done.body, done.body])
  expect(done.body).toMatchObject({ text: 'ổ gà', contact: null, photos: 2 })
  expect(photos!.length).toBe(3)
})

test('what the server will not take stays on the device, with its word, and is not sent again', async () => {
  await queue(draft)
  answers = [422]
  await flush()
  await flush()
  expect(await only()).toMatchObject({ state: 'refused', problem: { code: 'report/outside' } })
  expect(asked.length).toBe(1)
  expect((await only()).photos.every(({ blob }) => blob !== null)).toBe(true)
})

test('what was taken off the device while it was sent stays off', async () => {
  const { id } = await queue({ ...draft, photos: [] })
  const sending = flush()
  await put('kept', id, undefined)
  await sending
  expect(await all('kept')).toEqual([])
})

test('what is queued while another is sent goes with it; what failed is tried once', async () => {
  const alone = { ...draft, photos: [] }
  await queue(alone)
  answers = ['lost']
  const sending = flush()
  const second = await queue(alone)
  await Promise.all([sending, flush()])
  expect((await all('kept')).map(({ id, state }) => [id === second.id, state]).toSorted()).toEqual([
    [false, 'waiting'],
    [true, 'sent'],
  ])
  expect(asked.length).toBe(2)
})

test('name and phone leave the device once the server has them', async () => {
  await queue({ ...draft, name: ' An ', phone: '0909', photos: [] })
  answers = ['lost']
  await flush()
  expect((await only()).body.contact).toEqual({ name: 'An', phone: '0909' })
  await flush()
  expect(asked.at(-1)!.body).toMatchObject({ contact: { name: 'An', phone: '0909' } })
  expect(await only()).toMatchObject({ state: 'sent', body: { contact: null } })
})

test.each([408, 429, 503])('%d from what stands between is not the last word', async (status) => {
  await queue({ ...draft, photos: [] })
  vi.stubGlobal('fetch', async () => new Response('', { status }))
  await flush()
  expect(isWaiting(await only())).toBe(true)
})
