import fc from 'fast-check'
import { expect, test } from 'vitest'
import { body, editLists } from '../test/arbitraries/city.ts'
import { canonicalJson, digestArrays, hashRecord } from './canonical.ts'
import { recordId } from './ids.ts'
import { baselineOf, type Scenario, scenarioHash } from './scenario.ts'
import { readRecord } from './wire.ts'

const scenario = (edits = body().edits): Scenario => ({
  schema: 'scenario@1',
  id: recordId(),
  parentId: null,
  title: 'Nâng nền khu vực 3',
  body: body(edits),
})

test('a scenario crosses the wire unchanged', () => {
  fc.assert(
    fc.property(editLists, (edits) => {
      const sent = scenario(edits)
      expect(readRecord('scenario', JSON.stringify(sent))).toEqual(sent)
    }),
  )
})

test('what is wrong is named by its key', () => {
  const bad = { ...scenario(), body: { ...body(), horizonSeconds: -1 } }
  expect(() => readRecord('scenario', bad, 'x.json')).toThrow(/x\.json: body\.horizonSeconds/)
  expect(() => readRecord('scenario', '{', 'x.json')).toThrow(/x\.json/)
  expect(() => readRecord('scenario', { ...scenario(), schema: 'scenario@9' })).toThrow(/schema/)
})

test('the hash of a scenario looks at what is computed, not at the way there', () => {
  const there = { kind: 'road.state', target: 'r0', from: 'open', to: 'closed' } as const
  const back = { kind: 'road.state', target: 'r0', from: 'closed', to: 'open' } as const
  expect(scenarioHash(body([there, back]))).toBe(scenarioHash(body()))
  expect(scenarioHash(body([there]))).not.toBe(scenarioHash(body()))
  expect(scenarioHash(baselineOf(body([there])))).toBe(scenarioHash(body()))
})

test('canonical form and digests: order of keys and the sign of zero do not matter, NaN is a bug', () => {
  expect(canonicalJson({ b: 1, a: 'ữ' })).toBe('{"a":"ữ","b":1}')
  expect(hashRecord({ b: 1, a: 2 })).toBe(hashRecord({ a: 2, b: 1 }))
  expect(digestArrays({}, [Float32Array.of(-0)])).toBe(digestArrays({}, [Float32Array.of(0)]))
  expect(() => digestArrays({}, [Float32Array.of(Number.NaN)])).toThrow(/index 0/)
})
