/** A photo on the phone: made small, without its EXIF, and where it was taken by its own word, to be offered. */
import { PHOTO_PIXELS } from '../../../scenarios/reports/report.ts'
import type { LonLat } from '../map-control.ts'
import type { KeptPhoto } from './store.ts'

const QUALITY = 0.82

/** @throws where the browser cannot draw it */
export async function smallPhoto(file: File): Promise<KeptPhoto> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, PHOTO_PIXELS / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  if (!blob) throw new Error('Expected the canvas to give a JPEG')
  const name = `${file.name.replace(/\.[^.]*$/, '') || 'anh'}.jpg`
  return { id: crypto.randomUUID(), name, blob, state: 'waiting' }
}

/** Null: it names none. */
export async function placeOfPhoto(file: File): Promise<LonLat | null> {
  try {
    const { gps } = await import('exifr')
    const found = await gps(file)
    if (!found || !Number.isFinite(found.longitude) || !Number.isFinite(found.latitude)) return null
    return { lon: found.longitude, lat: found.latitude }
  } catch {
    return null
  }
}
