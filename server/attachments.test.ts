import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { hashBytes } from '../scenarios/ids.ts'
import { disposition, draftFile, fileOf, kindOf, safeName } from './attachments.ts'
import { Refusal } from './http.ts'

test('a name is one line of one folder with the ending of its kind, and its header can hold nothing else', () => {
  expect(safeName('C:\\Users\\Lan\\Bản vẽ.PDF', 'pdf')).toBe('Bản vẽ.pdf')
  expect(safeName('..', 'png')).toBe('tệp.png')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (given) => {
      const name = safeName(given, 'pdf')
      expect(name).toMatch(/^[^/\\\p{C}"<>|:*?]{1,110}\.pdf$/u)
      const header = disposition(name)
      expect(header).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.!~%-]+$/)
      expect(decodeURIComponent(header.split("''")[1]!)).toBe(name)
    }),
  )
})

test('whatever the bytes, the answer is a kind or a refusal', async () => {
  const heads = [
    '%PDF-1.7',
    '\x89PNG\r\n\x1a\n',
    '\xff\xd8\xff',
    'glTF\x02\0\0\0',
    'ISO-10303-21;',
    '0\nSECTION\n',
    '{',
  ]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('', ...heads), fc.uint8Array({ maxLength: 400 }), async (head, rest) => {
      const found = await kindOf(Buffer.concat([Buffer.from(head, 'latin1'), rest])).catch((error: unknown) => error)
      if (typeof found === 'string') return
      expect(found).toBeInstanceOf(Refusal)
      expect([415, 422]).toContain((found as Refusal).status)
    }),
  )
})

test('a file is in its place whole or not at all, and stays what it is', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'vithanh-files-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const bytes = Buffer.from('a file')
  const hash = hashBytes(bytes)
  const names = () => readdirSync(join(dir, 'attachments', hash.slice(0, 2)))
  const dropped = await draftFile(dir, hash)
  await dropped.write(bytes)
  expect(names()).not.toContain(hash)
  await dropped.drop()
  expect(names()).toEqual([])
  const [one, two] = [await draftFile(dir, hash), await draftFile(dir, hash)]
  await one.write(bytes.subarray(0, 3))
  await one.write(bytes.subarray(3))
  await one.place()
  writeFileSync(fileOf(dir, hash), 'as it stood')
  await two.write(bytes)
  await two.place()
  await two.drop()
  expect(names()).toEqual([hash])
  expect(readFileSync(fileOf(dir, hash), 'utf8')).toBe('as it stood')
})
