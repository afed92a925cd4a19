/**
 * Text of drawings: the encoding of the file, `\U+XXXX`, `%%` signs, the formatting of MTEXT taken away, and text in the old
 * Vietnamese fonts turned into Unicode — by the font of its style, or by what its words show.
 */
import { encodingOfFont, fromOld, oldEncodingOf, vietnameseShare } from './old-vietnamese.ts'

/** Letters of a Latin-1 string that stands for bytes. */
export function decodeBytes(binary: string, encoding: string): string {
  if (!/[\u0080-\u00ff]/.test(binary)) return binary
  return new TextDecoder(encoding).decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)))
}

/** The encoding of a drawing: UTF-8 since version AC1021, the code page of its header before. */
export function encodingOfDrawing(version: string, codePage: string): string {
  if (/^AC(10(2[1-9]|[3-9]\d)|1[1-9]\d\d)/.test(version)) return 'utf-8'
  const page = /(\d{3,4})$/.exec(codePage)?.[1]
  return page && /^(125[0-8]|874)$/.test(page) ? `windows-${page}` : 'windows-1252'
}

const SIGNS: Record<string, string> = { d: '°', p: '±', c: 'Ø', '%': '%' }

const plainSigns = (text: string) =>
  text
    .replaceAll(/\\U\+([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/%%([dpc%])/gi, (_, sign: string) => SIGNS[sign.toLowerCase()]!)
    .replaceAll(/%%(\d{3})/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/%%[uok]/gi, '')

/** What a text says: of a line (TEXT), or of a paragraph with formatting (MTEXT). `font` is that of its style. */
export function saidBy(text: string, paragraph: boolean, font: string): string {
  const runs = paragraph ? runsOf(text, font) : [{ text, font }]
  return runs
    .map((run) => inUnicode(plainSigns(run.text), run.font))
    .join('')
    .normalize('NFC')
    .trim()
}

function inUnicode(text: string, font: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text
  const named = encodingOfFont(font)
  const seen = named?.encoding ?? oldEncodingOf(text)
  const read = seen && fromOld(text, seen)
  if (!read) return text
  // A font of the old kind may draw text that is Unicode already.
  const [asIs, asOld] = [vietnameseShare(text.normalize('NFC')) ?? 0, vietnameseShare(read) ?? 0]
  if (named && asIs > asOld) return text
  return named?.capitals ? read.toUpperCase() : read
}

/** MTEXT in runs of one font each, its codes taken away. */
function runsOf(text: string, font: string): { text: string; font: string }[] {
  const runs: { text: string; font: string }[] = []
  const fonts = [font]
  const say = (part: string) => {
    const last = runs.at(-1)
    const now = fonts.at(-1)!
    if (last?.font === now) last.text += part
    else runs.push({ text: part, font: now })
  }
  const code =
    /\\[fF]([^|;\\]*)(?:\|[^;\\]*)?;|\\([pACcHQTWS])([^;\\]*);|\\([PNX~LlOoKk\\{}])|([{}])|\\U\+[0-9a-fA-F]{4}|[^\\{}]+|\\/g
  for (const match of text.matchAll(code)) {
    const [whole, newFont, kind, argument, single, brace] = match
    if (newFont !== undefined) fonts[fonts.length - 1] = newFont
    else if (kind !== undefined) say(kind === 'S' ? argument!.replace(/[#^]/, '/') : '')
    else if (single !== undefined)
      say(
        single === 'P' || single === 'N' || single === 'X'
          ? '\n'
          : single === '~'
            ? ' '
            : /[\\{}]/.test(single)
              ? single
              : '',
      )
    else if (brace === '{') fonts.push(fonts.at(-1)!)
    else if (brace === '}') {
      if (fonts.length > 1) fonts.pop()
    } else say(whole)
  }
  return runs
}
