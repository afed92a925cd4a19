import { expect, it } from 'vitest'
import { Cancelled } from '../../scenarios/problem.ts'
import { plainInput, runHere } from '../../test/verify/case.ts'
import { wildCity } from '../../test/verify/cases/symmetry.ts'
import { drainage } from './drainage.ts'

it('gives the kernel’s own answer with any number of threads, and rising progress', async () => {
  const input = wildCity(80, 5, 120)
  const { digest } = runHere(input)
  for (const threads of [1, 2, 4]) {
    const told: number[] = []
    const result = await drainage.run({ ...input, threads }, { progress: (fraction) => told.push(fraction) })
    expect(result.digest).toBe(digest)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect([told[0], told.at(-1)]).toEqual([0, 1])
    expect(result.diagnostics.wallSeconds).toBeGreaterThan(0)
    expect(result.diagnostics.cpuSeconds).toBeGreaterThan(0)
  }
  expect(input.ground.length).toBe(6400)
})

it('stops when told, and leaves nothing behind', async () => {
  const endless = plainInput(400, 400, 5, {
    initialDepth: new Float32Array(160_000).fill(1),
    durationSeconds: 1e7,
    threads: 2,
  })
  const stop = new AbortController()
  const running = drainage.run(endless, { signal: stop.signal, progress: (fraction) => fraction > 0 && stop.abort() })
  await expect(running).rejects.toBeInstanceOf(Cancelled)

  const flag = { aborted: false }
  const flagged = drainage.run(endless, {
    signal: flag,
    progress: () => {
      flag.aborted = true
    },
  })
  await expect(flagged).rejects.toBeInstanceOf(Cancelled)
  await expect(drainage.run(endless, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled)
  const threads = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort' || name === 'Worker')
  expect(threads.filter((name) => name === 'Worker')).toEqual([])
})

it('says what is wrong with its input', async () => {
  const input = plainInput(2, 2, 10, { durationSeconds: 10, ground: new Float32Array(1) })
  await expect(drainage.run(input)).rejects.toThrow('Expected ground of length 4 (2 × 2), got 1')
})

it('introduces itself', () => {
  expect(drainage.about).toMatchObject({ name: 'drainage', version: '1.1.0' })
  expect(drainage.about.limits.every((limit) => limit.vi && limit.en)).toBe(true)
})
