/** A whole layer as a file: read in a worker, with progress, and stopped when asked. */
import { useEffect, useRef, useState } from 'react'
import { type LayerId, layerAbout } from '../../scenarios/city/layers.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner, ProgressBar, problemOf } from '../shared/ui.tsx'
import { TILES_URL } from './city.ts'
import { giveFile } from './files.ts'
import type { LayerNews, LayerOrder } from './layer.worker.ts'
import { layersText as text } from './layers-text.ts'

type Download =
  | { readonly status: 'idle' }
  | { readonly status: 'reading'; readonly share: number }
  | { readonly status: 'done'; readonly count: number }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }

export function LayerDownload({ layer, city }: { layer: LayerId; city: string }) {
  const { t, number } = useWords()
  const [download, setDownload] = useState<Download>({ status: 'idle' })
  const worker = useRef<Worker | null>(null)
  const stop = () => {
    worker.current?.terminate()
    worker.current = null
  }
  useEffect(() => () => worker.current?.terminate(), [])

  const start = () => {
    stop()
    const reading = new Worker(new URL('./layer.worker.ts', import.meta.url), { type: 'module' })
    worker.current = reading
    setDownload({ status: 'reading', share: 0 })
    reading.onmessage = ({ data }: MessageEvent<LayerNews>) => {
      if (data.kind === 'progress') return setDownload({ status: 'reading', share: data.share })
      stop()
      if (data.kind === 'failed') return setDownload({ status: 'failed', problem: data.problem })
      giveFile(`${city}-${layer}.geojson`, data.blob)
      setDownload({ status: 'done', count: data.count })
    }
    reading.onerror = ({ message }) => {
      stop()
      setDownload({ status: 'failed', problem: problemOf(message || 'worker') })
    }
    const order: LayerOrder = { url: new URL(TILES_URL, location.href).href, layer }
    reading.postMessage(order)
  }

  const title = t(layerAbout[layer].title)
  return (
    <>
      <button type="button" className="link" aria-label={t(text.downloadOf, { layer: title })} onClick={start}>
        {t(text.download)}
      </button>
      {download.status === 'reading' ? (
        <div className="row whole">
          <ProgressBar label={t(text.downloading, { layer: title })} fraction={download.share} />
          <button
            type="button"
            onClick={() => {
              stop()
              setDownload({ status: 'idle' })
            }}
          >
            {t(text.cancel)}
          </button>
        </div>
      ) : null}
      {download.status === 'done' ? (
        <p className="small whole" role="status">
          {t(text.downloaded, { n: number(download.count) })}
        </p>
      ) : null}
      {download.status === 'failed' ? <ProblemBanner problem={download.problem} /> : null}
    </>
  )
}
