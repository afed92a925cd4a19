/** Floods whose maps are published: computed, shown to the public, taken back. */
import { useCallback, useEffect, useState } from 'react'
import type { FloodMap, NewFlood } from '../../scenarios/api/place.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { api, listen } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Field, IllustrativeBadge, ProblemBanner, ProgressBar, problemOf, problemOfError } from '../shared/ui.tsx'

const text = {
  intro: both(
    'Kịch bản ngập tính trên hiện trạng, hiện trên bản đồ công cộng. Kết quả trên dữ liệu sinh tự hiện như bản mẫu; kết quả khác chờ người công bố.',
    'Flood scenarios of the city as it stands, shown on the public map. What rests on generated data shows by itself as a specimen; any other waits for a person.',
  ),
  standard: both('Tính kịch bản chuẩn', 'Compute the standard scenarios'),
  run: both('Mã kết quả tính thoát nước', 'Id of a drainage run'),
  title: both('Tên hiển thị', 'Title'),
  ofRun: both('Tính bản đồ của kết quả này', 'Compute the map of this run'),
  none: both('Chưa có kịch bản nào.', 'No scenarios yet.'),
  states: {
    computing: both('đang tính', 'computing'),
    computed: both('chờ công bố', 'waits to be published'),
    published: both('đang công bố', 'published'),
    withdrawn: both('đã thu hồi', 'taken back'),
  },
  publish: both('Công bố', 'Publish'),
  withdraw: both('Thu hồi', 'Take back'),
  old: both('của bản dữ liệu thành phố trước', 'of an earlier version of the city'),
  by: both('người công bố: {name}', 'published by {name}'),
  picture: both('Xem ảnh', 'See the picture'),
}

export function FloodsSection() {
  const { t, dateTime } = useWords()
  const [maps, setMaps] = useState<readonly FloodMap[]>([])
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [run, setRun] = useState('')
  const [title, setTitle] = useState('')
  const attempt = useCallback(async (work: () => Promise<FloodMap[]>) => {
    try {
      setProblem(null)
      setMaps(await work())
    } catch (error) {
      setProblem(problemOf(error))
    }
  }, [])
  useEffect(() => {
    void attempt(() => api.floods.list())
    return listen((event) => {
      if (event.type === 'job') api.floods.list().then(setMaps, () => {})
    })
  }, [attempt])
  const wants = (flood: NewFlood) => void attempt(() => api.floods.ask(flood))
  return (
    <section className="stack">
      <p>{t(text.intro)}</p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="row">
        <button type="button" className="primary" onClick={() => wants({ standard: true })}>
          {t(text.standard)}
        </button>
      </div>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          wants({ runId: run.trim(), title })
        }}
      >
        <Field label={t(text.run)}>
          {(id) => <input id={id} required size={38} value={run} onChange={(event) => setRun(event.target.value)} />}
        </Field>
        <Field label={t(text.title)}>
          {(id) => (
            <input
              id={id}
              required
              minLength={3}
              maxLength={200}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <button type="submit">{t(text.ofRun)}</button>
      </form>
      {maps.length === 0 ? <p className="soft">{t(text.none)}</p> : null}
      <ul className="stack floods">
        {maps.map((map) => (
          <li key={map.id} className="card stack">
            <p>
              <strong>{t(map.title)}</strong> <span className="badge">{t(text.states[map.state])}</span>{' '}
              {map.illustrative && map.state !== 'computing' ? <IllustrativeBadge /> : null}{' '}
              {map.current ? '' : t(text.old)}
            </p>
            <p className="soft">
              {t(map.says)} · {dateTime(map.publishedAt ?? map.createdAt)}
              {map.publishedBy ? ` · ${t(text.by, { name: map.publishedBy })}` : ''}
            </p>
            {map.state === 'computing' && map.job?.state !== 'failed' ? (
              <ProgressBar label={t(text.states.computing)} fraction={map.job?.progress ?? 0} />
            ) : null}
            {map.job?.error ? <ProblemBanner problem={problemOfError(map.job.error)} /> : null}
            <div className="row">
              {map.state === 'computing' ? null : <a href={`/api/floods/${map.id}/depth.png`}>{t(text.picture)}</a>}
              {map.state === 'computed' || map.state === 'withdrawn' ? (
                <button type="button" onClick={() => void attempt(() => api.floods.step(map.id, 'publish'))}>
                  {t(text.publish)}
                </button>
              ) : null}
              {map.state === 'published' ? (
                <button type="button" onClick={() => void attempt(() => api.floods.step(map.id, 'withdraw'))}>
                  {t(text.withdraw)}
                </button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
