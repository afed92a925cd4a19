/** Links and zones of the side shown as files, with provenance and marks. */
import { useWords } from '../shared/language.tsx'
import { trafficText as text } from './traffic-text.ts'
import type { Traffic } from './useTraffic.ts'

export function TrafficFiles({ traffic }: { traffic: Traffic }) {
  const { t } = useWords()
  return traffic.comparison ? <div className="row">{t(text.csv)}</div> : null
}
