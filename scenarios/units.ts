/** Branded SI units: a number of metres is not a number of seconds. A foreign unit is named where it enters. */
declare const unit: unique symbol
type Unit<Name extends string> = number & { readonly [unit]?: Name }

export type Metres = Unit<'m'>
export type SquareMetres = Unit<'m2'>
export type CubicMetres = Unit<'m3'>
export type MetresPerSecond = Unit<'m/s'>
export type Seconds = Unit<'s'>

/** 1 mm/h = 1/3 600 000 m/s. */
export const rainfallFromMmPerHour = (mmPerHour: number): MetresPerSecond => mmPerHour / 3.6e6
/** 1 L/(s·ha) = 0.36 mm/h. */
export const mmPerHourFromLitresPerSecondHectare = (q: number): number => q * 0.36
