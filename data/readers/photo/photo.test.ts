import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '../../../scenarios/problem.ts'
import { cameraJpeg, plainJpeg } from '../../../test/photos.ts'
import { readPhoto } from './photo.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const degrees = fc.record({
  longitude: fc.oneof(fc.double({ min: -179.9, max: -1, noNaN: true }), fc.double({ min: 1, max: 179.9, noNaN: true })),
  latitude: fc.double({ min: -89.9, max: 89.9, noNaN: true }),
})

test('where and when are read; neither they, nor the device, nor what hangs behind is left; how it is held is kept', () => {
  fc.assert(
    fc.property(fc.option(degrees), fc.integer({ min: 1, max: 8 }), (place, turn) => {
      const photo = readPhoto(cameraJpeg(place, turn))
      expect(photo.takenAt).toBe('2026-11-25T10:30:00')
      if (place) {
        expect(photo.place!.longitude).toBeCloseTo(place.longitude, 6)
        expect(photo.place!.latitude).toBeCloseTo(place.latitude, 6)
      } else expect(photo.place).toBeNull()
      expect(text(photo.bytes)).not.toMatch(/GPS|2026:11|Máy|JFIF/)
      // Again it has nothing to tell, and stays as it is.
      const again = readPhoto(photo.bytes)
      expect(again).toEqual({ bytes: photo.bytes, place: null, takenAt: null })
      expect(photo.bytes.length - readPhoto(plainJpeg).bytes.length).toBe(turn > 1 ? 36 : 0)
    }),
  )
})

test('comments and blocks of applications between the scans go too', () => {
  const whole = readPhoto(plainJpeg).bytes
  const block = [0xff, 0xe1, 0, 8, 0x47, 0x50, 0x53, 0x21, 0x21, 0x21]
  const spliced = Uint8Array.from([...whole.subarray(0, -2), ...block, ...whole.subarray(-2)])
  expect(readPhoto(spliced).bytes).toEqual(whole)
})

test('a PNG keeps what draws it alone', () => {
  const chunk = (name: string, body: string) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(body.length)
    return Buffer.concat([head, Buffer.from(name), Buffer.from(body), Buffer.alloc(4)])
  }
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const drawn = [chunk('IHDR', 'x'.repeat(13)), chunk('IDAT', 'abc'), chunk('IEND', '')]
  const file = Buffer.concat([
    signature,
    drawn[0]!,
    chunk('tEXt', 'Author Lan'),
    ...drawn.slice(1),
    Buffer.from('film'),
  ])
  expect(Buffer.from(readPhoto(file).bytes)).toEqual(Buffer.concat([signature, ...drawn]))
  expect(() => readPhoto(file.subarray(0, 30))).toThrow(Problem)
})

test('whatever the bytes, it is a photo or a problem with a name', () => {
  const sound = cameraJpeg({ longitude: 105.47, latitude: 9.78 }, 6)
  const hurt = fc
    .array(fc.tuple(fc.nat(sound.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 12 })
    .map((changes) => {
      const bytes = Uint8Array.from(sound)
      for (const [at, value] of changes) bytes[at] = value
      return bytes
    })
  const cut = fc.nat(sound.length).map((length) => sound.subarray(0, length))
  fc.assert(
    fc.property(fc.oneof(hurt, cut, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      try {
        const { place } = readPhoto(bytes)
        if (place) expect(Math.abs(place.latitude)).toBeLessThanOrEqual(90)
      } catch (error) {
        expect((error as Problem).detail.code).toMatch(/^photo\//)
      }
    }),
  )
})
