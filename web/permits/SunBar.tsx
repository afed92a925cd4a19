/** Day and hour of the sun, chosen or played; what it is at then. */
import { useEffect, useMemo, useState } from 'react'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { Icon } from '../shared/ui.tsx'
import { today } from './days.ts'
import { instantThere, type Sun, sunAt } from './sun.ts'

const text = {
  date: both('Ngày', 'Day'),
  hour: both('Giờ trong ngày', 'Hour of the day'),
  play: both('Chạy từ sáng đến chiều', 'Play the day'),
  pause: both('Dừng', 'Pause'),
  sun: both('Mặt trời: hướng {azimuth}°, cao {elevation}°', 'Sun: azimuth {azimuth}°, elevation {elevation}°'),
  night: both('Mặt trời dưới đường chân trời', 'The sun is below the horizon'),
  solstices: both('Ngày thường xem', 'Usual days'),
  june: both('21/6', '21 June'),
  march: both('20/3', '20 March'),
  december: both('21/12', '21 Dec'),
}

export const hourText = (hour: number): string => {
  const minutes = Math.round(hour * 60)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

const FROM_HOUR = 5
const TO_HOUR = 19
/** Of a day played: hours a second. */
const PLAY_SPEED = 1.2

export interface SunClock {
  readonly date: string
  readonly hour: number
  readonly playing: boolean
  setDate(date: string): void
  setHour(hour: number): void
  setPlaying(playing: boolean): void
}

export function useSunClock(): SunClock {
  const [date, setDate] = useState(`${today().slice(0, 4)}-12-21`)
  const [hour, setHour] = useState(9)
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    if (!playing) return
    let frame = 0
    let last = performance.now()
    const go = (now: number) => {
      const hours = ((now - last) / 1000) * PLAY_SPEED
      last = now
      setHour((at) => (at + hours >= TO_HOUR ? FROM_HOUR : at + hours))
      frame = requestAnimationFrame(go)
    }
    frame = requestAnimationFrame(go)
    return () => cancelAnimationFrame(frame)
  }, [playing])
  return { date, hour, playing, setDate, setHour, setPlaying }
}

export const useSun = ({ date, hour }: SunClock, { lon, lat }: { lon: number; lat: number }): Sun =>
  useMemo(() => sunAt(instantThere(date, hour), lon, lat), [date, hour, lon, lat])

export function SunBar({ clock, place }: { clock: SunClock; place: { lon: number; lat: number } }) {
  const { date, hour, playing, setDate, setHour, setPlaying } = clock
  const { t, number } = useWords()
  const sun = useSun(clock, place)
  const year = today().slice(0, 4)
  return (
    <>
      <div className="sun-bar">
        <button
          type="button"
          className="square"
          aria-label={t(playing ? text.pause : text.play)}
          onClick={() => setPlaying(!playing)}
        >
          <Icon name={playing ? 'pause' : 'play'} />
        </button>
        <input
          type="range"
          min={FROM_HOUR}
          max={TO_HOUR}
          step={1 / 12}
          value={hour}
          aria-label={t(text.hour)}
          aria-valuetext={hourText(hour)}
          onChange={({ target }) => {
            setPlaying(false)
            setHour(Number(target.value))
          }}
        />
        <output className="figure">{hourText(hour)}</output>
        <fieldset className="row plain" aria-label={t(text.solstices)}>
          <input
            type="date"
            aria-label={t(text.date)}
            value={date}
            onChange={({ target }) => target.value && setDate(target.value)}
          />
          {(
            [
              ['12-21', text.december],
              ['03-20', text.march],
              ['06-21', text.june],
            ] as const
          ).map(([end, title]) => (
            <button
              key={end}
              type="button"
              aria-pressed={date === `${year}-${end}`}
              onClick={() => setDate(`${year}-${end}`)}
            >
              {t(title)}
            </button>
          ))}
        </fieldset>
      </div>
      <p className="small soft">
        {sun.elevationDegrees > 0
          ? t(text.sun, { azimuth: number(sun.azimuthDegrees), elevation: number(sun.elevationDegrees) })
          : t(text.night)}
      </p>
    </>
  )
}
