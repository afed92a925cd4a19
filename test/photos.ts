/** Photos as phones write them: a small real JPEG with an EXIF block in front, made by hand. */
import { utf8ToBytes } from '@noble/hashes/utils.js'

/** 8 × 8, grey. */
const GREY = Uint8Array.from(
  Buffer.from(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAAIAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APf6/9k=',
    'base64',
  ),
)

/** @param place null: the camera knew none  @param turn orientation, 1 to 8 */
export function cameraJpeg(place: { longitude: number; latitude: number } | null, turn = 1): Uint8Array {
  const exif = tiff(place, turn)
  const length = 2 + 6 + exif.length
  const segment = [0xff, 0xe1, length >> 8, length & 255, ...utf8ToBytes('Exif\0\0'), ...exif]
  const comment = utf8ToBytes('Máy ảnh thử')
  return Uint8Array.from([
    ...GREY.subarray(0, 2),
    ...segment,
    ...[0xff, 0xfe, 0, comment.length + 2, ...comment],
    ...GREY.subarray(2),
    // What phones hang behind the picture.
    ...utf8ToBytes('GPS phía sau ảnh'),
  ])
}

export const plainJpeg = GREY

function tiff(place: { longitude: number; latitude: number } | null, turn: number): number[] {
  const out: number[] = []
  const u16 = (v: number) => [v >> 8, v & 255]
  const u32 = (v: number) => [(v >>> 24) & 255, (v >> 16) & 255, (v >> 8) & 255, v & 255]
  const date = [...utf8ToBytes('2026:11-25 10:30:00\0'.replace('-', ':'))]
  const entry = (tag: number, type: number, count: number, value: number[]) => [
    ...u16(tag),
    ...u16(type),
    ...u32(count),
    ...value,
  ]
  const mainCount = place ? 3 : 2
  const mainEnd = 8 + 2 + 12 * mainCount + 4
  const gpsAt = mainEnd + 20
  const rationalsAt = gpsAt + 2 + 12 * 4 + 4
  const dms = (degrees: number) => {
    const all = Math.abs(degrees) * 3600
    const [d, m] = [Math.floor(all / 3600), Math.floor((all % 3600) / 60)]
    return [
      ...u32(d),
      ...u32(1),
      ...u32(m),
      ...u32(1),
      ...u32(Math.round((all - d * 3600 - m * 60) * 10_000)),
      ...u32(10_000),
    ]
  }
  out.push(0x4d, 0x4d, ...u16(42), ...u32(8), ...u16(mainCount))
  out.push(...entry(0x0112, 3, 1, [...u16(turn), 0, 0]), ...entry(0x0132, 2, 20, u32(mainEnd)))
  if (place) out.push(...entry(0x8825, 4, 1, u32(gpsAt)))
  out.push(...u32(0), ...date)
  if (!place) return out
  const letter = (c: string) => [c.charCodeAt(0), 0, 0, 0]
  out.push(...u16(4), ...entry(1, 2, 2, letter(place.latitude < 0 ? 'S' : 'N')), ...entry(2, 5, 3, u32(rationalsAt)))
  out.push(
    ...entry(3, 2, 2, letter(place.longitude < 0 ? 'W' : 'E')),
    ...entry(4, 5, 3, u32(rationalsAt + 24)),
    ...u32(0),
  )
  return [...out, ...dms(place.latitude), ...dms(place.longitude)]
}
