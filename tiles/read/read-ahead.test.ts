import { expect, test } from 'vitest'
import type { TileSource } from '../../scenarios/city/tiles.ts'
import { readAhead } from './read-ahead.ts'

const file = Uint8Array.from({ length: 1000 }, (_, i) => i % 251)

function counted() {
  const asked: string[] = []
  const source: TileSource = {
    read: async (key, range) => {
      asked.push(`${key} ${range!.offset}+${range!.length}`)
      return file.slice(range!.offset, range!.offset + range!.length)
    },
  }
  return { asked, source }
}

test('neighbouring ranges come with one request; what is asked for is what is answered, at the end of the file too', async () => {
  const { asked, source } = counted()
  const ahead = readAhead(source, 100)
  const ranges = [
    [0, 20],
    [30, 50],
    [90, 150],
    [250, 10],
    [980, 50],
  ] as const
  for (const [offset, length] of ranges) {
    expect(await ahead.read('a', { offset, length })).toEqual(file.slice(offset, offset + length))
  }
  expect(asked).toEqual(['a 0+100', 'a 100+200', 'a 900+200'])
})

test('readers at the same time share a request; another key is another file', async () => {
  const { asked, source } = counted()
  const ahead = readAhead(source, 100)
  await Promise.all([
    ahead.read('a', { offset: 5, length: 10 }),
    ahead.read('a', { offset: 50, length: 10 }),
    ahead.read('b', { offset: 5, length: 10 }),
  ])
  expect(asked).toEqual(['a 0+100', 'b 0+100'])
})

test('what failed is asked for again; old blocks are given up', async () => {
  let fails = true
  const { asked, source } = counted()
  const ahead = readAhead(
    { read: (key, range) => (fails ? Promise.reject(new Error('no line')) : source.read(key, range)) },
    100,
    2,
  )
  await expect(ahead.read('a', { offset: 0, length: 10 })).rejects.toThrow('no line')
  fails = false
  for (const offset of [0, 100, 200, 200, 0]) await ahead.read('a', { offset, length: 10 })
  expect(asked).toEqual(['a 0+100', 'a 100+100', 'a 200+100', 'a 0+100'])
})
