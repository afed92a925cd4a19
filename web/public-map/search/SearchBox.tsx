/** The search of the map: a combobox as the ARIA practices have it, that completes as one types and says what it made of the line. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Answer, Candidate } from '../../../scenarios/address/candidate.ts'
import { kindTitle, sureness } from '../../../scenarios/address/card.ts'
import { parseAddressCode, printedCode } from '../../../scenarios/codes/code.ts'
import { useWords } from '../../shared/language.tsx'
import { navigate } from '../../shared/route.tsx'
import { Icon, ProblemBanner } from '../../shared/ui.tsx'
import { forgetPlaces, recentPlaces, rememberPlace } from './recent.ts'
import { text, understoodTitle } from './text.ts'
import { useSearch } from './useSearch.ts'

export function SearchBox({ onPlace }: { onPlace(place: Candidate): void }) {
  const { t } = useWords()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [line, setLine] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [attempt, setAttempt] = useState(0)
  const [recent, setRecent] = useState<readonly Candidate[]>([])
  const found = useSearch(open ? line : '', attempt)
  const answer: Answer | null =
    found.status === 'ready' ? found.answer : found.status === 'searching' ? found.before : null
  const empty = line.trim() === ''
  const options = empty ? recent : (answer?.candidates ?? [])
  const shown = open && (empty ? recent.length > 0 : true)
  /** Enter was pressed before the answer was there. */
  const hasty = useRef(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins anew
  useEffect(() => setActive(-1), [answer, empty])
  // biome-ignore lint/correctness/useExhaustiveDependencies: where the answer comes
  useEffect(() => {
    if (found.status === 'ready' && hasty.current) {
      hasty.current = false
      const [first] = found.answer.candidates
      if (first) choose(first)
    }
  }, [found])

  const begin = () => {
    setRecent(recentPlaces())
    setOpen(true)
    // The first letter should find the addresses there.
    void import('./engine.ts').then(({ about }) => about()).catch(() => {})
  }
  const choose = (place: Candidate) => {
    rememberPlace(place)
    setLine(place.label)
    setOpen(false)
    onPlace(place)
  }
  /** The line is an address code: its own panel says what it is, or what became of it. */
  const code = parseAddressCode(line)
  const openCode = (of: string) => {
    setOpen(false)
    input.current?.blur()
    navigate(`/c/${of}`)
  }
  const clear = () => {
    setLine('')
    begin()
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // Letters that an input method still makes are its own.
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      if (!open) begin()
      else if (options.length > 0) {
        const count = options.length + 1
        setActive(((active + 1 + step + count) % count) - 1)
      }
    } else if (event.key === 'Enter') {
      event.preventDefault()
      hasty.current = false
      if (code && active < 0) return openCode(code)
      const place = options[active] ?? (empty || found.status !== 'ready' ? undefined : options[0])
      if (place && open) choose(place)
      else if (!empty) {
        if (!open) setOpen(true)
        hasty.current = true
      }
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (open) setOpen(false)
      else setLine('')
    }
  }
  return (
    <search
      className="address-search"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <div className="address-field">
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={t(text.label)}
          placeholder={t(text.hint)}
          aria-autocomplete="list"
          aria-expanded={shown && options.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          aria-describedby={`${id}-told`}
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={300}
          value={line}
          onFocus={(event) => {
            begin()
            event.currentTarget.select()
          }}
          onClick={begin}
          onChange={(event) => {
            hasty.current = false
            setLine(event.target.value)
            setOpen(true)
          }}
          onKeyDown={onKeyDown}
        />
        {line === '' ? null : (
          <button type="button" className="quiet square" aria-label={t(text.clear)} onClick={clear}>
            <Icon name="close" />
          </button>
        )}
      </div>
      {/* Stays in the page, so that a screen reader hears it change. */}
      <p id={`${id}-told`} role="status" className="visually-hidden">
        {shown && !empty
          ? found.status === 'ready'
            ? told(answer)
            : found.status === 'searching'
              ? t(text.loading)
              : ''
          : ''}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keeps the focus where one types */}
      <div
        className="address-answers"
        hidden={!shown}
        onMouseDown={(event) => {
          if (!(event.target as Element).closest('button')) event.preventDefault()
        }}
      >
        {empty && recent.length > 0 ? <p className="soft">{t(text.recent)}</p> : null}
        {!empty && answer?.outside ? <p className="banner warning">{t(answer.outside)}</p> : null}
        {code ? (
          <button type="button" className="primary" onClick={() => openCode(code)}>
            {t(text.code, { code: printedCode(code) })}
          </button>
        ) : null}
        <div id={`${id}-list`} role="listbox" aria-label={t(text.results)} hidden={options.length === 0}>
          {options.map((place, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
            <div
              key={`${place.label} ${place.lon} ${place.lat}`}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              onClick={() => choose(place)}
              onPointerMove={() => setActive(i)}
            >
              <Option place={place} />
            </div>
          ))}
        </div>
        {empty ? (
          <button
            type="button"
            onClick={() => {
              forgetPlaces()
              setRecent([])
              input.current?.focus()
            }}
          >
            {t(text.forget)}
          </button>
        ) : found.status === 'failed' ? (
          <>
            <ProblemBanner problem={found.problem} />
            <button type="button" onClick={() => setAttempt(attempt + 1)}>
              {t(text.again)}
            </button>
          </>
        ) : answer ? (
          <Made answer={answer} />
        ) : (
          <p className="soft">{t(text.loading)}</p>
        )}
      </div>
    </search>
  )

  function told(of: Answer | null): string {
    if (!of || of.candidates.length === 0) return of?.outside ? t(of.outside) : t(text.none)
    return t(text.count, { n: of.candidates.length })
  }
}

function Option({ place }: { place: Candidate }) {
  const { t } = useWords()
  const unsure = sureness(place)
  return (
    <>
      <span>{place.label}</span>
      <span className="soft">
        {t(kindTitle[place.kind])}
        {unsure && place.kind !== 'interpolated' ? ` · ${t(unsure)}` : ''}
        {place.note ? ` · ${t(place.note)}` : ''}
      </span>
      {place.oldLabel ? <span className="soft">{t(text.before, { label: place.oldLabel })}</span> : null}
    </>
  )
}

/** What was made of the line. */
function Made({ answer: { understood, ignored, outside, candidates } }: { answer: Answer }) {
  const { t } = useWords()
  const what = understood.map((one) => `${t(understoodTitle[one.kind])} “${one.text}”`).join(', ')
  if (what === '' && ignored.length === 0 && (candidates.length > 0 || outside)) return null
  return (
    <div className="address-made soft">
      {candidates.length === 0 && !outside ? <p>{t(text.none)}</p> : null}
      {what === '' ? null : <p>{t(text.understood, { what })}</p>}
      {ignored.length === 0 ? null : <p>{t(text.ignored, { words: ignored.join(', ') })}</p>}
    </div>
  )
}
