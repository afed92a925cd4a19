/**
 * The one update that a signer may append: a signature field with its value, shown on at most one page in the place left for it, and
 * nothing else. What a page shows, and what a reader does, stays as it was.
 */
import {
  canonical,
  isDictionary,
  nameOf,
  type PdfDictionary,
  PdfReference,
  PdfStream,
  PdfString,
  type PdfValue,
  within,
} from './pdf-syntax.ts'
import { fault } from './problem.ts'
import { expectTiled, lastTable, objectsOf, readSection } from './sections.ts'

export interface SignedUpdate {
  /** Bytes before the update. */
  readonly originalLength: number
  readonly subFilter: string
  /** Where the CMS lies, with its brackets. */
  readonly hole: readonly [from: number, to: number]
  /** /M of the signature: when it was made, as the signer says; null where it is not told. */
  readonly claimedAt: Date | null
  /** 0-based; null: on no page. */
  readonly page: number | null
}

/** Keys by which a reader would do or fetch something. */
const ACTIVE = new Set(
  'A AA JS JavaScript OpenAction XFA EF EmbeddedFiles RichMedia RichMediaContent URI Launch Names AF Collection'.split(
    ' ',
  ),
)
const FIELD_KEYS = new Set(
  'Type Subtype FT T TU TM Ff V DV F P Rect AP AS MK DA DR Q BS Border H Kids Parent Lock SV NM M Contents C'.split(
    ' ',
  ),
)
const FORM_KEYS = new Set(['Type', 'Fields', 'SigFlags', 'DR', 'DA', 'NeedAppearances', 'Q'])
const HIDDEN = 2
const NO_VIEW = 32

/** @throws Problem `signature/…` @param text the whole file, a character a byte */
export function signedUpdate(text: string): SignedUpdate {
  const { table, from: endMark } = lastTable(text, text.length)
  const section = readSection(text, table)
  if (
    text
      .slice(section.end, endMark)
      .replace(/%(?!%EOF)[^\r\n]*/g, '')
      .trim() !== ''
  )
    throw fault('update-form', `byte ${section.end}`, 'startxref')
  const previous = section.trailer.get('Prev')
  if (typeof previous !== 'number') throw fault('none')
  const before = readSection(text, previous)
  if (before.trailer.has('Prev')) throw fault('second-update')
  const close = /^[\s\S]{0,64}?startxref[\r\n ]+(\d+)[\r\n ]+%%EOF(?:\r\n|\n|\r)?/.exec(
    text.slice(before.end, before.end + 256),
  )
  if (!close || Number(close[1]) !== previous) throw fault('update-form', `byte ${before.end}`, 'startxref')
  const originalLength = before.end + close[0].length
  if (section.table < originalLength) throw fault('update-form', `byte ${table}`, `≥ ${originalLength}`)

  const old = objectsOf(text, before)
  const now = objectsOf(text, section, before)
  expectTiled(text, originalLength, section, (number) => Number(now(number)))
  expectTrailer(before.trailer, section.trailer)

  for (const number of section.offsets.keys()) {
    const value = now(number)!
    const active = [...added(old(number), value)].find((key) => ACTIVE.has(key))
    if (active) throw fault('active-content', `${number} 0 obj /${active}`)
    if (value instanceof PdfStream && value.dictionary.has('F')) throw fault('active-content', `${number} 0 obj /F`)
    if (value instanceof PdfStream && ['ObjStm', 'XRef'].includes(nameOf(value.dictionary.get('Type')) ?? ''))
      throw fault('update-form', `${number} 0 obj`, 'obj … endobj')
  }

  const rootNumber = referenceOf(section.trailer.get('Root'))
  const root = dictionaryOf(now(rootNumber))
  const pages = pagesOf(dictionaryOf(old(rootNumber)), old)
  const changed = new Set([...section.offsets.keys()].filter((number) => old(number) !== undefined))
  expectSame(dictionaryOf(old(rootNumber)), root, ['AcroForm', 'Extensions', 'Perms'], 'changes-document', '/Root')
  changed.delete(rootNumber)
  if (dictionaryOf(old(rootNumber)).has('AcroForm')) throw fault('changes-document', '/AcroForm')

  const info = section.trailer.get('Info')
  if (info instanceof PdfReference && changed.delete(info.number))
    expectSame(
      dictionaryOf(old(info.number)),
      dictionaryOf(now(info.number)),
      ['ModDate', 'Producer'],
      'changes-document',
      '/Info',
    )

  const shown = shownOn(pages, changed, old, now)
  if (changed.size > 0) throw fault('changes-document', [...changed].map((number) => `${number} 0 obj`).join(', '))

  const resolve = (value: PdfValue | undefined) => (value instanceof PdfReference ? now(value.number) : value)
  const form = dictionaryOf(resolve(root.get('AcroForm')), 'none')
  for (const key of form.keys()) if (!FORM_KEYS.has(key)) throw fault('changes-document', `/AcroForm /${key}`)
  if (form.get('NeedAppearances') === true) throw fault('changes-document', '/NeedAppearances')
  const fields = resolve(form.get('Fields'))
  if (!Array.isArray(fields) || fields.length !== 1) throw fault('changes-document', '/Fields', '1')
  const fieldNumber = referenceOf(fields[0])
  const field = newField(fieldNumber, old, now)
  const kids = resolve(field.get('Kids'))
  if (kids !== undefined && (!Array.isArray(kids) || kids.length !== 1)) throw fault('changes-document', '/Kids', '1')
  const widgetNumber = Array.isArray(kids) ? referenceOf(kids[0]) : fieldNumber
  const widget = newField(widgetNumber, old, now)
  if (nameOf(field.get('FT')) !== 'Sig') throw fault('none')
  if (shown !== null && shown.annotation !== widgetNumber) throw fault('changes-page', `page ${shown.page + 1} /Annots`)
  const owner = widget.get('P')
  if (owner instanceof PdfReference && shown !== null && owner.number !== pages[shown.page])
    throw fault('changes-page', '/P')
  expectAppearance(widget, shown?.page ?? null, placeOf(before.trailer, old))

  return {
    originalLength,
    page: shown?.page ?? null,
    ...signatureIn(dictionaryOf(resolve(field.get('V')), 'none'), text, originalLength),
  }
}

/** Keys that an object has at any depth, but for what it had before. */
function* added(before: PdfValue | undefined, after: PdfValue): Generator<string> {
  if (isDictionary(before) && isDictionary(after)) {
    for (const [key, value] of after) {
      if (canonical(before.get(key)) === canonical(value)) continue
      yield key
      yield* added(undefined, value)
    }
    return
  }
  for (const one of within(after)) if (isDictionary(one)) yield* one.keys()
}

function expectTrailer(before: PdfDictionary, after: PdfDictionary): void {
  for (const key of after.keys())
    if (!['Size', 'Prev', 'Root', 'Info', 'ID'].includes(key)) throw fault('update-form', `trailer /${key}`)
  if (canonical(before.get('Root')) !== canonical(after.get('Root'))) throw fault('changes-document', '/Root')
  if (after.has('Info') && canonical(before.get('Info')) !== canonical(after.get('Info')))
    throw fault('changes-document', '/Info')
  if (Number(after.get('Size')) < Number(before.get('Size'))) throw fault('update-form', 'trailer /Size')
  const [id, same] = [before.get('ID'), after.get('ID')]
  if (after.has('ID') && Array.isArray(id) && (!Array.isArray(same) || canonical(id[0]) !== canonical(same[0])))
    throw fault('changes-document', '/ID')
}

const referenceOf = (value: PdfValue | undefined): number => {
  if (value instanceof PdfReference) return value.number
  throw fault('update-form', '', '12 0 R')
}
function dictionaryOf(value: PdfValue | undefined, code: 'update-form' | 'none' = 'update-form'): PdfDictionary {
  if (isDictionary(value)) return value
  throw fault(code, '', '<< … >>')
}

/** But for some keys the two say the same. */
function expectSame(
  before: PdfDictionary,
  after: PdfDictionary,
  but: readonly string[],
  code: 'changes-document' | 'changes-page',
  place: string,
): void {
  for (const key of new Set([...before.keys(), ...after.keys()]))
    if (!but.includes(key) && canonical(before.get(key)) !== canonical(after.get(key)))
      throw fault(code, `${place} /${key}`)
}

/** Numbers of the page objects, in order. */
function pagesOf(root: PdfDictionary, get: (number: number) => PdfValue | undefined): number[] {
  const pages: number[] = []
  const walk = (number: number, deep: number) => {
    const node = dictionaryOf(get(number))
    const kids = node.get('Kids')
    if (nameOf(node.get('Type')) === 'Page') pages.push(number)
    else if (deep < 20 && Array.isArray(kids)) for (const kid of kids) walk(referenceOf(kid), deep + 1)
    else throw fault('update-form', `${number} 0 obj`, '/Page')
  }
  walk(referenceOf(root.get('Pages')), 0)
  return pages
}

/** The page that shows the signature: one annotation more, all else as it was. What is in order is taken out of `changed`. */
function shownOn(
  pages: readonly number[],
  changed: Set<number>,
  old: (number: number) => PdfValue | undefined,
  now: (number: number) => PdfValue | undefined,
): { page: number; annotation: number } | null {
  const found: { page: number; annotation: number }[] = []
  pages.forEach((number, page) => {
    const [before, after] = [dictionaryOf(old(number)), dictionaryOf(now(number))]
    const listOf = (value: PdfValue | undefined, get: typeof old): readonly PdfValue[] => {
      const list = value instanceof PdfReference ? get(value.number) : value
      return list === undefined || list === null ? [] : Array.isArray(list) ? list : [null]
    }
    const list = after.get('Annots')
    const [was, is] = [listOf(before.get('Annots'), old), listOf(list, now)]
    const listChanged = list instanceof PdfReference && changed.delete(list.number)
    if (changed.delete(number)) expectSame(before, after, ['Annots'], 'changes-page', `page ${page + 1}`)
    else if (!listChanged) return
    if (canonical(was) === canonical(is)) return
    const added = is.at(-1)
    if (
      is.length !== was.length + 1 ||
      canonical(was) !== canonical(is.slice(0, -1)) ||
      !(added instanceof PdfReference)
    )
      throw fault('changes-page', `page ${page + 1} /Annots`)
    found.push({ page, annotation: added.number })
  })
  if (found.length > 1) throw fault('changes-page', found.map(({ page }) => `page ${page + 1}`).join(', '))
  return found[0] ?? null
}

function newField(
  number: number,
  old: (number: number) => PdfValue | undefined,
  now: (number: number) => PdfValue | undefined,
): PdfDictionary {
  if (old(number) !== undefined) throw fault('changes-document', `${number} 0 obj`)
  const field = dictionaryOf(now(number))
  const strange = [...field.keys()].find((key) => !FIELD_KEYS.has(key))
  if (strange) throw fault('changes-document', `${number} 0 obj /${strange}`)
  return field
}

interface Place {
  readonly page: number
  readonly box: readonly [left: number, bottom: number, right: number, top: number]
}

/** As our own files tell it: page from 1, left, bottom, right, top. */
function placeOf(trailer: PdfDictionary, get: (number: number) => PdfValue | undefined): Place | null {
  const info = trailer.get('Info')
  const told = info instanceof PdfReference ? get(info.number) : info
  const raw = isDictionary(told) ? told.get('SignatureBox') : undefined
  const text = raw instanceof PdfReference ? get(raw.number) : raw
  const [page, ...box] = text instanceof PdfString ? text.bytes.trim().split(' ').map(Number) : []
  return page !== undefined && box.length === 4 && box.every(Number.isFinite)
    ? { page: page - 1, box: box as unknown as Place['box'] }
    : null
}

function expectAppearance(widget: PdfDictionary, page: number | null, place: Place | null): void {
  if (page === null) return
  if (nameOf(widget.get('Subtype')) !== 'Widget') throw fault('changes-page', '/Subtype', 'Widget')
  const rect = widget.get('Rect')
  const [x0, y0, x1, y1] = Array.isArray(rect) ? rect.map(Number) : []
  if (
    x0 === undefined ||
    y0 === undefined ||
    x1 === undefined ||
    y1 === undefined ||
    ![x0, y0, x1, y1].every(Number.isFinite)
  )
    throw fault('appearance', '/Rect')
  if (x0 === x1 || y0 === y1) return
  if ((Number(widget.get('F') ?? 0) & (HIDDEN | NO_VIEW)) !== 0) return
  const [left, bottom, right, top] = place?.box ?? [0, 0, 0, 0]
  const inside =
    place !== null &&
    place.page === page &&
    Math.min(x0, x1) >= left &&
    Math.max(x0, x1) <= right &&
    Math.min(y0, y1) >= bottom &&
    Math.max(y0, y1) <= top
  if (!inside)
    throw fault(
      'appearance',
      `page ${page + 1} [${[x0, y0, x1, y1].join(' ')}]`,
      place ? `page ${place.page + 1} [${place.box.join(' ')}]` : '[0 0 0 0]',
    )
}

function signatureIn(
  value: PdfDictionary,
  text: string,
  originalLength: number,
): Pick<SignedUpdate, 'subFilter' | 'hole' | 'claimedAt'> {
  const type = nameOf(value.get('Type'))
  if (type !== null && type !== 'Sig') throw fault('sub-filter', `/Type /${type}`, '/Sig')
  const subFilter = nameOf(value.get('SubFilter')) ?? ''
  if (subFilter !== 'ETSI.CAdES.detached' && subFilter !== 'adbe.pkcs7.detached')
    throw fault('sub-filter', `/${subFilter}`, '/ETSI.CAdES.detached, /adbe.pkcs7.detached')
  const contents = value.get('Contents')
  const range = value.get('ByteRange')
  if (!(contents instanceof PdfString) || !contents.hex) throw fault('byte-range', '/Contents', '<…>')
  const expected = [0, contents.from, contents.to, text.length - contents.to]
  if (contents.from < originalLength || !Array.isArray(range) || canonical(range) !== canonical(expected))
    throw fault('byte-range', canonical(range), canonical(expected))
  const stated = value.get('M')
  return {
    subFilter,
    hole: [contents.from, contents.to],
    claimedAt: stated instanceof PdfString ? dateOf(stated.bytes) : null,
  }
}

/** D:20261126103000+07'00' */
export function dateOf(text: string): Date | null {
  const found = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'?(\d\d)?'?)?/.exec(text)
  if (!found) return null
  const [, year, month, day, hour, minute, second, sign, hours = '0', minutes = '0'] = found
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  return Number.isNaN(at) ? null : new Date(at - offset * 60_000)
}
