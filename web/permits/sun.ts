/**
 * Where the sun stands (NOAA solar calculator, after Meeus, Astronomical Algorithms, 1998): within 0.02° for 1950–2050, without
 * refraction, which lifts the sun by 0.1° at 10° of elevation and is no matter for shadows.
 */
export interface Sun {
  /** Clockwise from north. */
  readonly azimuthDegrees: number
  /** Above the horizon. */
  readonly elevationDegrees: number
}

const RADIANS = Math.PI / 180
const sin = (degrees: number) => Math.sin(degrees * RADIANS)
const cos = (degrees: number) => Math.cos(degrees * RADIANS)
const tan = (degrees: number) => Math.tan(degrees * RADIANS)

/** @param instant milliseconds since 1970, UTC  @param lon degrees east  @param lat degrees north */
export function sunAt(instant: number, lon: number, lat: number): Sun {
  const centuries = (instant / 86_400_000 + 2440587.5 - 2451545) / 36525
  const meanLongitude = 280.46646 + centuries * (36000.76983 + centuries * 0.0003032)
  const anomaly = 357.52911 + centuries * (35999.05029 - centuries * 0.0001537)
  const eccentricity = 0.016708634 - centuries * (0.000042037 + centuries * 0.0000001267)
  const centre =
    sin(anomaly) * (1.914602 - centuries * (0.004817 + centuries * 0.000014)) +
    sin(2 * anomaly) * (0.019993 - centuries * 0.000101) +
    sin(3 * anomaly) * 0.000289
  const node = 125.04 - 1934.136 * centuries
  const longitude = meanLongitude + centre - 0.00569 - 0.00478 * sin(node)
  const obliquity =
    23 +
    (26 + (21.448 - centuries * (46.815 + centuries * (0.00059 - centuries * 0.001813))) / 60) / 60 +
    0.00256 * cos(node)
  const declination = Math.asin(sin(obliquity) * sin(longitude)) / RADIANS

  const y = tan(obliquity / 2) ** 2
  const equationMinutes =
    (4 / RADIANS) *
    (y * sin(2 * meanLongitude) -
      2 * eccentricity * sin(anomaly) +
      4 * eccentricity * y * sin(anomaly) * cos(2 * meanLongitude) -
      0.5 * y * y * sin(4 * meanLongitude) -
      1.25 * eccentricity * eccentricity * sin(2 * anomaly))
  const minutes = (instant / 60_000) % 1440
  const hourAngle = (minutes + equationMinutes + 4 * lon) / 4 - 180

  const height = sin(lat) * sin(declination) + cos(lat) * cos(declination) * cos(hourAngle)
  const azimuth = Math.atan2(sin(hourAngle), cos(hourAngle) * sin(lat) - tan(declination) * cos(lat)) / RADIANS + 180
  return {
    azimuthDegrees: ((azimuth % 360) + 360) % 360,
    elevationDegrees: Math.asin(Math.max(-1, Math.min(1, height))) / RADIANS,
  }
}

/** Unit vector towards the sun: east, north, up. */
export function sunDirection({ azimuthDegrees, elevationDegrees }: Sun): [east: number, north: number, up: number] {
  const flat = cos(elevationDegrees)
  return [flat * sin(azimuthDegrees), flat * cos(azimuthDegrees), sin(elevationDegrees)]
}

/** Indochina time is UTC + 7 all year. @param date `2026-12-21`  @param hours since midnight there */
export const instantThere = (date: string, hours: number): number =>
  Date.parse(`${date}T00:00:00+07:00`) + hours * 3_600_000
