/** The numbers of the scheme: part of every run's digest. */
export const KERNEL = 'drainage@1.1.0'

/** m/s² */
export const GRAVITY = 9.81
/** Weight of a face's own discharge against its two neighbours' (de Almeida et al. 2012). */
export const THETA = 0.9
/** Share of the time step that the celerity of the deepest water allows (Bates et al. 2010). */
export const COURANT = 0.7
/** Water that does not flow, m: films and puddles below it stay where they are. */
export const STILL_DEPTH = 1e-3
/** Level difference across a face that f32 depths cannot hold, m: taken as none, so that a lake at rest stays at rest. */
export const LEVEL_NOISE = 1e-6
/** Discharge per width taken as none, m²/s: keeps f32 away from its slow subnormal range. */
export const STILL_DISCHARGE = 1e-9
/** Froude number that very fast water is held to: without the convective term it would run away over steps in the ground. */
export const FASTEST_FROUDE = 2
/** Rain is gathered until a cell gets this much at once, m. */
export const RAIN_BATCH = 2e-5
/** Infiltration is taken at least this far apart, s (less at output times). */
export const SOIL_SECONDS = 10
/** Extremes are looked at every so many steps, and at every output time. */
export const STEPS_PER_SAMPLE = 4
/** Longest time step, s. */
export const LONGEST_STEP = 60
/** Cells along one side of a tile. */
export const TILE = 32

/** Ground under less water than this at the start counts as dry, m. */
export const DRY_AT_START = 0.01
/** Depth whose first time is the arrival, m. */
export const ARRIVAL_DEPTH = 0.05
/** Depth whose time is the duration, m. */
export const DURATION_DEPTH = 0.1
/** Depth from which a speed is told, m: in a film it means nothing. */
export const SPEED_DEPTH = 0.01
/** Ground of cells that are closed, m: no water stands or flows over it. */
export const WALL = 1e9
