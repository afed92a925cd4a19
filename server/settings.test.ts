import { expect, test } from 'vitest'
import { projectDir, readSettings } from './settings.ts'

test('plain defaults; paths are made whole; a port that is none is refused by name', () => {
  expect(readSettings({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    dataDir: `${projectDir}/.data`,
    city: null,
    databaseUrl: null,
    adminPasswordFile: null,
  })
  expect(readSettings({ PORT: '0', CITY: '/a/../b' })).toMatchObject({ port: 0, city: '/b' })
  for (const PORT of ['x', '-1', '65536', '8.5']) expect(() => readSettings({ PORT })).toThrow('PORT')
})
