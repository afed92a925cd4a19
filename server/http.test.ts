import fastify from 'fastify'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { Problem } from '../scenarios/problem.ts'
import { answerError, describeError, withZod } from './http.ts'

test('problems of the world leave with code and place, bugs tell nothing, a lost database says try again', () => {
  const problem = new Problem({ code: 'a/b', message: { vi: 'x', en: 'y' }, file: 'f', place: 'p', expected: 'e' })
  expect(describeError(problem)).toEqual({
    status: 422,
    detail: { code: 'a/b', message: { vi: 'x', en: 'y' }, place: 'f: p', expected: 'e' },
  })
  const bug = describeError(new Error('the secret is 42'))
  expect([bug.status, bug.detail.code, JSON.stringify(bug.detail).includes('42')]).toEqual([500, 'server/bug', false])
  for (const code of ['ECONNREFUSED', '57P01', '08006']) {
    expect(describeError(Object.assign(new Error('gone'), { code })).status).toBe(503)
  }
})

test('an answer that breaks its schema is a bug of ours, and does not leave', async () => {
  const app = withZod(fastify())
  app.setErrorHandler(answerError)
  app.get('/a', { schema: { response: { 200: z.object({ n: z.number() }) } } }, async () => ({ n: 'x' }) as never)
  app.get('/b', { schema: { response: { 200: z.object({ n: z.number() }) } } }, async () => ({ n: 1, secret: 2 }))
  expect((await app.inject('/a')).statusCode).toBe(500)
  expect((await app.inject('/b')).json()).toEqual({ n: 1 })
})
