/** HTML that is escaped unless it was made here: what people write never becomes markup. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export const escaped = (text: string): string => text.replace(/[&<>"'`]/g, (one) => `&#${one.charCodeAt(0)};`)

type Part = Html | string | number | null | false | readonly Part[]

const told = (part: Part): string => {
  if (part === null || part === false) return ''
  if (part instanceof Html) return part.text
  return typeof part === 'object' ? part.map(told).join('') : escaped(String(part))
}

export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(strings.map((string, i) => string + (i < parts.length ? told(parts[i]!) : '')).join(''))
