import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../scenarios/problem.ts'
import { createApi } from './api.ts'
import { visitor } from './session.tsx'

/** A server of a few canned answers; the token that it was sent is kept. */
let token: string | undefined
const server = createServer((request, response) => {
  token = request.headers['x-csrf-token'] as string | undefined
  const answer = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  if (request.method === 'DELETE') return answer(200, { leave: null })
  if (request.url === '/api/session') return answer(200, { ...visitor, csrf: 'secret' })
  if (request.url === '/api/scenarios') return answer(200, { not: 'a list' })
  answer(409, { code: 'scenario/conflict', message: { vi: 'Đã có bản mới', en: 'There is a newer one' }, place: 'x' })
})
let base = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

const api = () => createApi((path, init) => fetch(`${base}${path}`, init))
const problemOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.catch((thrown) => thrown)
  expect(error).toBeInstanceOf(Problem)
  return (error as Problem).detail.code
}

describe('the client of the server', () => {
  it('sends the session’s token with a change', async () => {
    const client = api()
    await client.session.get()
    await client.session.signOut()
    expect(token).toBe('secret')
  })
  it('hands on the server’s own refusal', async () => {
    expect(await problemOf(api().runs.get('x'))).toBe('scenario/conflict')
  })
  it('refuses an answer that is not in the form it was promised in', async () => {
    expect(await problemOf(api().scenarios.list())).toBe('api/answer')
  })
  it('says that nobody answers', async () => {
    const nobody = createApi(() => fetch('http://127.0.0.1:1/'))
    expect(await problemOf(nobody.health())).toBe('net/offline')
  })
})
