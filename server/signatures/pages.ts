/**
 * Two versions of a document, page by page, as a second reader (pdf-lib) sees them: contents, resources, boxes and all else alike; one
 * signature widget more at most.
 */
import { createHash } from 'node:crypto'
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib'
import { fault } from './problem.ts'

/** @throws Problem `signature/not-pdf`, `signature/changes-page`, `signature/none` */
export async function expectSamePages(original: Uint8Array, signed: Uint8Array): Promise<void> {
  const [before, after] = [await opened(original), await opened(signed)]
  const [was, is] = [before.getPages(), after.getPages()]
  if (was.length !== is.length) throw fault('changes-page', `${is.length}`, `${was.length}`)
  const [seen, sees] = [printer(before), printer(after)]
  let widgets = 0
  was.forEach((page, i) => {
    const place = `page ${i + 1}`
    for (const key of new Set([...keysOf(page), ...keysOf(is[i]!)]))
      if (seen(lookUp(page, key)) !== sees(lookUp(is[i]!, key))) throw fault('changes-page', `${place} /${key}`)
    const [old, now] = [annotationsOf(page), annotationsOf(is[i]!)]
    if (now.length < old.length || old.some((one, j) => seen(one) !== sees(now[j])))
      throw fault('changes-page', `${place} /Annots`)
    for (const added of now.slice(old.length)) {
      const widget = after.context.lookupMaybe(added, PDFDict)
      if (widget?.get(PDFName.of('Subtype')) !== PDFName.of('Widget') || ++widgets > 1)
        throw fault('changes-page', `${place} /Annots`)
    }
  })
}

const opened = (bytes: Uint8Array): Promise<PDFDocument> =>
  PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true }).catch(() => {
    throw fault('not-pdf')
  })

/** What a page may have from the nodes above it. */
const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate']
const OWN = new Set(['Parent', 'Annots'])
const keysOf = (page: PDFPage): string[] => [
  ...page.node
    .keys()
    .map((key) => key.decodeText())
    .filter((key) => !OWN.has(key)),
  ...INHERITED,
]
const lookUp = (page: PDFPage, key: string): PDFObject | undefined =>
  page.node.get(PDFName.of(key)) ??
  (INHERITED.includes(key) ? page.node.getInheritableAttribute(PDFName.of(key)) : undefined)
const annotationsOf = (page: PDFPage): PDFObject[] => page.node.Annots()?.asArray() ?? []

/** A hash of all that an object leads to, but for the way back to its page. */
function printer({ context }: PDFDocument): (object: PDFObject | undefined) => string {
  const known = new Map<string, string>()
  const print = (object: PDFObject | undefined): string => {
    if (object instanceof PDFRef) {
      const done = known.get(object.tag)
      if (done !== undefined) return done
      known.set(object.tag, 'cycle')
      const printed = print(context.lookup(object))
      known.set(object.tag, printed)
      return printed
    }
    const hash = createHash('sha256')
    if (object instanceof PDFStream) {
      hash.update(`stream ${print(object.dict)} `)
      hash.update(object instanceof PDFRawStream ? object.contents : object.getContents())
    } else if (object instanceof PDFDict) {
      const entries = object.entries().map(([key, value]) => [key.asString(), value] as const)
      for (const [key, value] of entries.sort(([a], [b]) => (a < b ? -1 : 1)))
        if (key !== '/Parent' && key !== '/P') hash.update(`${key} ${print(value)}\n`)
    } else if (object instanceof PDFArray) {
      for (const value of object.asArray()) hash.update(`${print(value)}\n`)
    } else hash.update(`value ${String(object)}`)
    return hash.digest('hex')
  }
  return print
}
