/**
 * JSON as a stream, two levels deep: the members of each root object come one by one, and of the members named in `lists`
 * each element alone, so that a file of any size is read in the memory of its largest feature. Several roots may follow one
 * another (newline-delimited JSON, RFC 8142). What lies deeper is handed on as text for `JSON.parse`.
 */

export interface JsonPiece {
  readonly kind: 'member' | 'element' | 'end'
  /** Name of the member; empty at the end of a root. */
  readonly key: string
  readonly text: string
  /** 1-based */
  readonly line: number
  readonly root: number
}

/** What is wrong with the text, where. */
export class JsonFault extends Error {
  readonly line: number
  readonly kind: 'syntax' | 'depth' | 'size'

  constructor(kind: JsonFault['kind'], line: number, message: string) {
    super(message)
    this.kind = kind
    this.line = line
  }
}

type State =
  | 'root'
  | 'first-key'
  | 'key'
  | 'colon'
  | 'value'
  | 'after-value'
  | 'first-element'
  | 'element'
  | 'after-element'

const WHITE = new Set([' ', '\t', '\n', '\r'])

export class JsonScanner {
  private readonly lists: ReadonlySet<string>
  private readonly most: { depth: number; bytes: number }
  private readonly take: (piece: JsonPiece) => void
  private state: State = 'root'
  private key = ''
  private line = 1
  private root = 0
  /** Characters of the members of the root under way: whoever takes them holds them to its end. */
  private held = 0
  /** The value under way: its text so far, where it began, how deep it is; null between values. */
  private open: {
    parts: string[]
    length: number
    line: number
    depth: number
    kind: 'key' | 'text' | 'nest' | 'word'
  } | null = null
  private inText = false
  private escaped = false

  constructor(lists: ReadonlySet<string>, most: { depth: number; bytes: number }, take: (piece: JsonPiece) => void) {
    this.lists = lists
    this.most = most
    this.take = take
  }

  write(text: string): void {
    let at = 0
    while (at < text.length) at = this.open ? this.inside(text, at) : this.between(text, at)
  }

  finish(): void {
    if (this.open || this.state !== 'root') throw this.fault('the text ends in the middle')
  }

  private fault(message: string): JsonFault {
    return new JsonFault('syntax', this.line, message)
  }

  /** One character between values. */
  private between(text: string, at: number): number {
    const c = text[at]!
    if (c === '\n') this.line++
    if (WHITE.has(c) || (this.state === 'root' && (c === '\u001e' || (c === '\ufeff' && this.root === 0))))
      return at + 1
    const no = () => this.fault(`“${c}” does not belong here`)
    switch (this.state) {
      case 'root':
        if (c !== '{') throw no()
        this.state = 'first-key'
        return at + 1
      case 'first-key':
      case 'key':
        if (c === '}' && this.state === 'first-key') return this.endRoot(at)
        if (c !== '"') throw no()
        return this.begin('key', at)
      case 'colon':
        if (c !== ':') throw no()
        this.state = 'value'
        return at + 1
      case 'value':
        if (c === '[' && this.lists.has(this.key)) {
          this.state = 'first-element'
          return at + 1
        }
        return this.begin(this.kindOf(c), at)
      case 'after-value':
        if (c === '}') return this.endRoot(at)
        if (c !== ',') throw no()
        this.state = 'key'
        return at + 1
      case 'first-element':
      case 'element':
        if (c === ']' && this.state === 'first-element') {
          this.state = 'after-value'
          return at + 1
        }
        return this.begin(this.kindOf(c), at)
      case 'after-element':
        if (c !== ',' && c !== ']') throw no()
        this.state = c === ',' ? 'element' : 'after-value'
        return at + 1
    }
  }

  private kindOf(c: string): 'text' | 'nest' | 'word' {
    if (c === '"') return 'text'
    if (c === '{' || c === '[') return 'nest'
    if (/[-\w]/.test(c)) return 'word'
    throw this.fault(`“${c}” does not belong here`)
  }

  private begin(kind: 'key' | 'text' | 'nest' | 'word', at: number): number {
    const quoted = kind === 'key' || kind === 'text'
    this.open = { parts: quoted ? ['"'] : [], length: 0, line: this.line, depth: 0, kind }
    this.inText = quoted
    return quoted ? at + 1 : at
  }

  /** Goes on in the value under way, to its end or to the end of `text`. */
  private inside(text: string, from: number): number {
    const open = this.open!
    let at = from
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === 10) this.line++
      if (this.inText) {
        if (this.escaped) this.escaped = false
        else if (code === 92) this.escaped = true
        else if (code === 34) {
          this.inText = false
          if (open.kind !== 'nest') return this.close(text, from, at + 1)
        }
      } else if (open.kind === 'word') {
        if (code === 44 || code === 93 || code === 125 || code <= 32) {
          if (code === 10) this.line--
          return this.close(text, from, at)
        }
      } else if (code === 34) this.inText = true
      else if (code === 123 || code === 91) {
        if (++open.depth + 2 > this.most.depth)
          throw new JsonFault('depth', this.line, `more than ${this.most.depth} levels`)
      } else if ((code === 125 || code === 93) && --open.depth === 0) return this.close(text, from, at + 1)
    }
    this.keep(text.slice(from))
    return at
  }

  private keep(text: string): void {
    const open = this.open!
    open.parts.push(text)
    open.length += text.length
    if (open.length > this.most.bytes)
      throw new JsonFault('size', open.line, `one value of more than ${this.most.bytes} characters`)
  }

  private close(text: string, from: number, to: number): number {
    this.keep(text.slice(from, to))
    const { parts, kind, line } = this.open!
    const whole = parts.join('')
    this.open = null
    if (kind === 'key') {
      this.key = this.keyOf(whole)
      this.state = 'colon'
    } else if (this.state === 'value') {
      this.state = 'after-value'
      this.held += this.key.length + whole.length
      if (this.held > this.most.bytes)
        throw new JsonFault('size', line, `members of more than ${this.most.bytes} characters`)
      this.take({ kind: 'member', key: this.key, text: whole, line, root: this.root })
    } else {
      this.state = 'after-element'
      this.take({ kind: 'element', key: this.key, text: whole, line, root: this.root })
    }
    return to
  }

  private keyOf(text: string): string {
    try {
      return String(JSON.parse(text))
    } catch {
      throw this.fault('a name that is no text')
    }
  }

  private endRoot(at: number): number {
    this.state = 'root'
    this.held = 0
    this.take({ kind: 'end', key: '', text: '', line: this.line, root: this.root++ })
    return at + 1
  }
}
