/** Bytes to text: UTF-8 unless the file says otherwise; the old Windows code page of Vietnam is made whole (NFC). */
import type { Reading } from './reading.ts'

/** The text of a file as it comes; bytes that are not of the encoding end in a `Problem`. */
export async function* textOf(reading: Reading, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let taken = 0
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk as Uint8Array<ArrayBuffer>, { stream: true }) : decoder.decode()
    } catch {
      const message = { vi: `tệp không phải văn bản ${encoding}`, en: `the file is not ${encoding} text` }
      throw reading.wrong('not-text', message, `byte ${taken}`)
    }
  }
  for await (const chunk of reading.chunks()) {
    yield decode(chunk)
    taken += chunk.length
  }
  yield decode()
}

/** Letters without their marks and everything that is no letter or digit left out, for comparing names. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replaceAll(/[^a-z0-9]/g, '')

/** Bytes as text of one letter each (true Latin-1: what `TextDecoder` calls so is a Windows code page). */
export function binaryText(bytes: Uint8Array): string {
  let out = ''
  for (let at = 0; at < bytes.length; at += 8192) out += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return out
}
