import { expect, test } from 'vitest'
import { claimedRunSchema } from '../../scenarios/api/plans.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { baselineOf, scenarioHash } from '../../scenarios/scenario.ts'
import { body } from '../../test/arbitraries/city.ts'
import { claimsOf } from './claims.ts'

const edit: Edit = { kind: 'road.state', target: 'r0', from: 'open', to: 'closed' }
const planned = body([edit])
const kernel = { name: 'drainage', version: '3' }

test('both sides of a run go along, each under its own hash', () => {
  const claims = claimsOf(planned, [{ kind: 'drainage', kernel, scenario: 'a'.repeat(64), baseline: 'b'.repeat(64) }])
  expect(claims.map(({ of, digest, scenarioHash }) => [of, digest[0], scenarioHash])).toEqual([
    ['scenario', 'a', scenarioHash(planned)],
    ['baseline', 'b', scenarioHash(baselineOf(planned))],
  ])
  for (const claim of claims)
    expect(claimedRunSchema.parse(claim)).toMatchObject({ kernel: 'drainage@3', city: 'small' })
})

test('what was not computed as the draft stands does not go along, nor does its baseline', () => {
  expect(claimsOf(planned, [{ kind: 'drainage', kernel, scenario: null, baseline: 'b'.repeat(64) }])).toEqual([])
  const alone = claimsOf(planned, [{ kind: 'traffic', kernel, scenario: 'c'.repeat(64), baseline: null }])
  expect(alone.map(({ of }) => of)).toEqual(['scenario'])
})
