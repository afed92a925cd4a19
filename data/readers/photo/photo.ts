/**
 * A photo of a phone: where and when it was taken by its own word (EXIF), and the same picture without that. What is left
 * is what a screen draws: no place, no device, no thumbnail, nothing behind the end of the picture. Bytes are never recoded.
 */
import { Problem } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'

export interface Photo {
  /** Without anything that names a place, a device or a person. */
  readonly bytes: Uint8Array
  /** WGS 84 degrees; null where it names none that can be. */
  readonly place: { readonly longitude: number; readonly latitude: number } | null
  /** `2026-11-25T10:30:00`, by the camera's clock; null where it says none. */
  readonly takenAt: string | null
}

const broken = (expected: string): Problem =>
  new Problem({
    code: 'photo/broken',
    message: both('Ảnh bị cắt hoặc hỏng', 'The photo is cut short or broken'),
    expected,
  })

/** @throws Problem `photo/broken`, `photo/type` */
export function readPhoto(file: Uint8Array): Photo {
  if (file[0] === 0xff && file[1] === 0xd8) return readJpeg(file)
  if (file.length > 8 && PNG.every((byte, i) => file[i] === byte)) return readPng(file)
  throw new Problem({
    code: 'photo/type',
    message: both('Ảnh phải là JPEG hoặc PNG', 'A photo is a JPEG or a PNG'),
    expected: 'JPEG, PNG',
  })
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Chunks that draw the picture; all others are left out. */
const DRAWING = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD'])

function readPng(file: Uint8Array): Photo {
  const view = viewOf(file)
  const kept: Uint8Array[] = [file.subarray(0, 8)]
  let facts: Facts = nothing
  for (let at = 8; ; ) {
    if (at + 12 > file.length) throw broken('IEND')
    const length = view.getUint32(at)
    const name = latin(file.subarray(at + 4, at + 8))
    const end = at + 12 + length
    if (end > file.length) throw broken(`chunk ${name}`)
    if (name === 'eXIf') facts = factsOf(file.subarray(at + 8, at + 8 + length))
    if (DRAWING.has(name)) kept.push(file.subarray(at, end))
    if (name === 'IEND') break
    at = end
  }
  return { ...withoutTurn(facts), bytes: joined(kept) }
}

function readJpeg(file: Uint8Array): Photo {
  const view = viewOf(file)
  const kept: Uint8Array[] = [file.subarray(0, 2)]
  let facts: Facts = nothing
  for (let at = 2; ; ) {
    // Markers may be filled up with FF.
    while (file[at] === 0xff && file[at + 1] === 0xff) at++
    if (at + 4 > file.length || file[at] !== 0xff) throw broken('a marker')
    const marker = file[at + 1]!
    if (marker === 0xd9) throw broken('a picture before its end')
    const end = at + 2 + view.getUint16(at + 2)
    if (end > file.length || end < at + 4) throw broken('a segment')
    const body = file.subarray(at + 4, end)
    if (marker === 0xe1 && latin(body.subarray(0, 6)) === 'Exif\0\0') facts = merged(facts, factsOf(body.subarray(6)))
    if (draws(marker, body)) kept.push(file.subarray(at, end))
    at = end
    if (marker === 0xda) {
      const turn = facts.turn > 1 ? [turned(facts.turn)] : []
      const picture = file.subarray(at, endOf(file, at))
      // Later scans carry no segments of another kind but tables.
      return { ...withoutTurn(facts), bytes: joined([kept[0]!, ...turn, ...kept.slice(1), cleaned(picture)]) }
    }
  }
}

/** All but what applications add (APPn) and comments; Adobe's says how colours are told, ICC how they look. */
function draws(marker: number, body: Uint8Array): boolean {
  if (marker === 0xfe) return false
  if (marker < 0xe0 || marker > 0xef) return true
  if (marker === 0xe2) return latin(body.subarray(0, 12)) === 'ICC_PROFILE\0'
  return marker === 0xee && latin(body.subarray(0, 5)) === 'Adobe'
}

/** After the end of the picture: what lies behind it (a second picture, a film) is not the photo. */
function endOf(file: Uint8Array, from: number): number {
  for (let at = from; at + 1 < file.length; at++) if (file[at] === 0xff && file[at + 1] === 0xd9) return at + 2
  throw broken('FF D9')
}

/** Scans with whatever applications or comments stand between them left out. */
function cleaned(scans: Uint8Array): Uint8Array {
  const view = viewOf(scans)
  const kept: Uint8Array[] = []
  let from = 0
  for (let at = 0; at + 3 < scans.length; at++) {
    const marker = scans[at + 1]!
    if (scans[at] !== 0xff || !((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe)) continue
    kept.push(scans.subarray(from, at))
    from = Math.min(scans.length, at + 2 + view.getUint16(at + 2))
    at = Math.max(at, from - 1)
  }
  return joined([...kept, scans.subarray(from)])
}

/** An EXIF block that says how the picture is held, and nothing else. */
function turned(turn: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0]
  return Uint8Array.from([0xff, 0xe1, 0, 2 + 6 + tiff.length, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff])
}

interface Facts {
  readonly place: Photo['place']
  readonly takenAt: string | null
  /** Orientation, 1 to 8. */
  readonly turn: number
}
const nothing: Facts = { place: null, takenAt: null, turn: 1 }
const merged = (a: Facts, b: Facts): Facts => ({
  place: a.place ?? b.place,
  takenAt: a.takenAt ?? b.takenAt,
  turn: a.turn > 1 ? a.turn : b.turn,
})
const withoutTurn = ({ place, takenAt }: Facts) => ({ place, takenAt })

/** Tags that are read. */
const tags = {
  turn: 0x0112,
  time: 0x0132,
  exif: 0x8769,
  gps: 0x8825,
  taken: 0x9003,
  ns: 1,
  lat: 2,
  ew: 3,
  lon: 4,
} as const
const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 }

/** Of a TIFF block; whatever in it cannot be read says nothing. */
function factsOf(tiff: Uint8Array): Facts {
  const order = latin(tiff.subarray(0, 2))
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return nothing
  const view = viewOf(tiff)
  const little = order === 'II'
  const short = (at: number) => (at >= 0 && at + 2 <= tiff.length ? view.getUint16(at, little) : 0)
  const long = (at: number) => (at >= 0 && at + 4 <= tiff.length ? view.getUint32(at, little) : 0)
  /** Where the values of each tag lie, and how many there are. */
  const directory = (at: number): Map<number, { at: number; count: number }> => {
    const found = new Map<number, { at: number; count: number }>()
    for (let i = 0; at > 0 && i < short(at); i++) {
      const entry = at + 2 + 12 * i
      if (entry + 12 > tiff.length) break
      const count = long(entry + 4)
      const bytes = (SIZES[short(entry + 2)] ?? 1) * count
      found.set(short(entry), { at: bytes <= 4 ? entry + 8 : long(entry + 8), count })
    }
    return found
  }
  const main = directory(long(4))
  const below = (tag: number) => directory(main.has(tag) ? long(main.get(tag)!.at) : 0)
  const [exif, gps] = [below(tags.exif), below(tags.gps)]
  const degrees = (value: number, reference: number): number | null => {
    const place = gps.get(value)
    if (!place || place.count < 3 || place.at + 24 > tiff.length) return null
    const [d, m, s] = [0, 8, 16].map((i) => {
      const over = long(place.at + i + 4)
      return over === 0 ? 0 : long(place.at + i) / over
    }) as [number, number, number]
    const mark = String.fromCharCode(tiff[gps.get(reference)?.at ?? -1] ?? 0)
    return (d + m / 60 + s / 3600) * (mark === 'S' || mark === 'W' ? -1 : 1)
  }
  const [latitude, longitude] = [degrees(tags.lat, tags.ns), degrees(tags.lon, tags.ew)]
  const on = latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  const time = exif.get(tags.taken) ?? main.get(tags.time)
  const said = time ? /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(latin(tiff.subarray(time.at, time.at + 19))) : null
  const turn = main.has(tags.turn) ? short(main.get(tags.turn)!.at) : 1
  return {
    // No camera stands in the Gulf of Guinea: nothing was measured.
    place: on && (latitude !== 0 || longitude !== 0) ? { longitude, latitude } : null,
    takenAt: said ? `${said[1]}-${said[2]}-${said[3]}T${said[4]}` : null,
    turn: turn >= 1 && turn <= 8 ? turn : 1,
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 64))

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
